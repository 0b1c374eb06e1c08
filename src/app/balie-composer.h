/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a message is typed. */
#pragma once

#include <gtk/gtk.h>

#include "balie-attachment-box.h"

G_BEGIN_DECLS

/**
 * BalieComposer:
 *
 * A box that grows with its text, and Send. Enter sends and Shift+Enter breaks the line, or the other way round. What is
 * missing for sending, or too much, stands in Send's tooltip and, when it is too much, below the text.
 *
 * Properties: `placeholder` (string), `limit` (uint: most characters), `enter-sends` (boolean), `wide` (boolean, construct
 * only: Send and others stand below the box).
 *
 * Files go with the text, or alone; they stand above it.
 *
 * Signals: `send` (string: the text, white space at its ends left out; empty when files go alone), `changed`: somebody typed.
 *
 * Actions: `composer.send`, `composer.attach`, `composer.screenshot`.
 */
#define BALIE_TYPE_COMPOSER (balie_composer_get_type ())
G_DECLARE_FINAL_TYPE (BalieComposer, balie_composer, BALIE, COMPOSER, GtkWidget)

GtkWidget *balie_composer_new (gboolean wide);

/**
 * balie_composer_dup_text:
 *
 * Returns: (transfer full): all that stands there
 */
char *balie_composer_dup_text (BalieComposer *self);

/**
 * balie_composer_set_text:
 *
 * Replaces what stands there, without BalieComposer::changed.
 */
void balie_composer_set_text (BalieComposer *self,
                              const char    *text);

/**
 * balie_composer_is_empty:
 *
 * Returns: whether nobody would miss what stands there
 */
gboolean balie_composer_is_empty (BalieComposer *self);
void     balie_composer_set_placeholder (BalieComposer *self,
                                         const char    *text);
void     balie_composer_set_limit (BalieComposer *self,
                                   guint          limit);
void     balie_composer_set_enter_sends (BalieComposer *self,
                                         gboolean       enter_sends);

/**
 * balie_composer_add_start:
 * @widget: stands before Send in a wide composer
 */
void balie_composer_add_start (BalieComposer *self,
                               GtkWidget     *widget);

/**
 * balie_composer_get_attachment_box:
 *
 * Returns: (transfer none): the files that go with the text
 */
BalieAttachmentBox *balie_composer_get_attachment_box (BalieComposer *self);

G_END_DECLS
