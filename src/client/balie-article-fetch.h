/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks a server for help articles. */
#pragma once

#include "balie-article.h"
#include "balie-transport.h"

G_BEGIN_DECLS

/**
 * balie_article_fetch_list_async:
 * @query: (nullable): what they are to be about; %NULL or empty for all of them
 */
void balie_article_fetch_list_async (BalieTransport     *transport,
                                     const char         *query,
                                     GCancellable       *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer            user_data);

/**
 * balie_article_fetch_list_finish:
 *
 * Returns: (transfer full) (element-type BalieArticle): in the server's order, without their bodies
 */
GPtrArray *balie_article_fetch_list_finish (BalieTransport *transport,
                                            GAsyncResult   *result,
                                            GError        **error);

/**
 * balie_article_fetch_async:
 * @id: of an article
 */
void balie_article_fetch_async (BalieTransport     *transport,
                                const char         *id,
                                GCancellable       *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer            user_data);

/**
 * balie_article_fetch_finish:
 *
 * Returns: (transfer full): the article with its body
 */
BalieArticle *balie_article_fetch_finish (BalieTransport *transport,
                                          GAsyncResult   *result,
                                          GError        **error);

G_END_DECLS
