/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a message was refused, and what can be done about it. */
#pragma once

#include <gtk/gtk.h>

#include "balie-thread-item.h"

G_BEGIN_DECLS

/**
 * BalieMessageRefusal:
 *
 * The buttons activate `thread.edit-message`, `thread.retry-message` and `thread.delete-message` with the message's id.
 */
#define BALIE_TYPE_MESSAGE_REFUSAL (balie_message_refusal_get_type ())
G_DECLARE_FINAL_TYPE (BalieMessageRefusal, balie_message_refusal, BALIE, MESSAGE_REFUSAL, GtkWidget)

/**
 * balie_message_refusal_new:
 * @align: at which side it stands
 */
GtkWidget *balie_message_refusal_new (GtkAlign align);

/**
 * balie_message_refusal_show:
 * @item: a refused message
 */
void balie_message_refusal_show (BalieMessageRefusal *self,
                                 BalieThreadItem     *item);

G_END_DECLS
