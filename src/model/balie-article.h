/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A help article of the desk. */
#pragma once

#include <glib-object.h>

#include "balie-json-reader.h"
#include "balie-json-writer.h"

G_BEGIN_DECLS

/**
 * BalieArticle:
 * @id: on the wire
 * @title: for display
 * @summary: its first sentences, on one line
 * @body: (nullable): plain text with simple marks; %NULL where a list leaves it out
 *
 * Immutable once it is shared.
 */
typedef struct
{
  char *id;
  char *title;
  char *summary;
  char *body;

  /*< private >*/
  gatomicrefcount ref_count;
} BalieArticle;

#define BALIE_TYPE_ARTICLE (balie_article_get_type ())
GType balie_article_get_type (void) G_GNUC_CONST;

BalieArticle *balie_article_new (void);
BalieArticle *balie_article_ref (BalieArticle *self);
void          balie_article_unref (BalieArticle *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieArticle, balie_article_unref)

/**
 * balie_article_read:
 * @name: (nullable): the member that holds it, or %NULL for the place where @reader stands
 *
 * Returns: (transfer full): an article. Faults stay in @reader.
 */
BalieArticle *balie_article_read (BalieJsonReader *reader,
                                  const char      *name);
void          balie_article_write (const BalieArticle *self,
                                   BalieJsonWriter    *writer,
                                   const char         *name);

G_END_DECLS
