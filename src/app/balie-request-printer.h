/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings a request with its whole correspondence to a printer, or into a PDF file. */
#pragma once

#include <gtk/gtk.h>

#include "balie-conversation-item.h"
#include "balie-session.h"

G_BEGIN_DECLS

/**
 * BalieRequestPrint:
 * @BALIE_REQUEST_PRINT_PAPER: asks which printer, and prints
 * @BALIE_REQUEST_PRINT_PDF: asks where, and writes a file
 */
typedef enum {
  BALIE_REQUEST_PRINT_PAPER,
  BALIE_REQUEST_PRINT_PDF,
} BalieRequestPrint;

/**
 * balie_request_printer_async:
 * @parent: over which to ask
 * @item: the request, a numbered one
 * @zone: in which times are told
 *
 * Reads all messages first, and of the pictures those that are on this machine.
 */
void balie_request_printer_async (BalieRequestPrint      print,
                                  GtkWindow             *parent,
                                  BalieSession          *session,
                                  BalieConversationItem *item,
                                  GTimeZone             *zone,
                                  GAsyncReadyCallback    callback,
                                  gpointer               user_data);

/**
 * balie_request_printer_finish:
 *
 * Returns: (transfer full) (nullable): a sentence that has to be told
 */
char *balie_request_printer_finish (GAsyncResult *result);

G_END_DECLS
