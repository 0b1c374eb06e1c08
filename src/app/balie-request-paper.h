/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A request with its whole correspondence, laid out on pages. */
#pragma once

#include <gtk/gtk.h>

#include "balie-conversation.h"
#include "balie-message.h"

G_BEGIN_DECLS

/**
 * BalieRequestPaper:
 *
 * Not bound to a thread: it is laid out and drawn on whichever, one at a time. A message costs no more than its text between the two.
 */
typedef struct _BalieRequestPaper BalieRequestPaper;

/**
 * balie_request_paper_new:
 * @conversation: the request
 * @messages: (element-type BalieMessage): all of them, ascending
 * @zone: in which times are told
 */
BalieRequestPaper *balie_request_paper_new (const BalieConversation *conversation,
                                            GPtrArray               *messages,
                                            GTimeZone               *zone);
void               balie_request_paper_free (BalieRequestPaper *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieRequestPaper, balie_request_paper_free)

/**
 * balie_request_paper_add_picture:
 * @attachment: id
 *
 * Shows the picture of that attachment below its name; before it is laid out.
 */
void balie_request_paper_add_picture (BalieRequestPaper *self,
                                      const char        *attachment,
                                      GdkTexture        *texture);

/**
 * balie_request_paper_lay_out:
 * @context: of the paper
 * @width: of a page without its margins, in the units of @context
 * @height: the same
 *
 * Returns: how many pages it takes, at least one
 */
guint balie_request_paper_lay_out (BalieRequestPaper *self,
                                   PangoContext      *context,
                                   double             width,
                                   double             height);

/**
 * balie_request_paper_draw:
 * @context: as it was laid out with
 * @page: from 0
 */
void balie_request_paper_draw (BalieRequestPaper *self,
                               PangoContext      *context,
                               cairo_t           *cr,
                               guint              page);

/**
 * balie_request_paper_write_pdf:
 * @width: of a page, in points
 * @height: of a page, in points
 * @margin: on each side, in points
 *
 * Lays out all pages and draws them.
 *
 * Returns: (transfer full): a PDF file
 */
GBytes *balie_request_paper_write_pdf (BalieRequestPaper *self,
                                       double             width,
                                       double             height,
                                       double             margin);

G_END_DECLS
