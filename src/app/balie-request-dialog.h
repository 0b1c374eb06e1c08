/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a new request is written: a question, or a problem. */
#pragma once

#include <adwaita.h>

#include "balie-attachment-box.h"
#include "balie-session.h"

G_BEGIN_DECLS

/**
 * BalieRequestDialog:
 *
 * What is typed is a draft on disk at every moment: closing keeps it, Discard alone destroys it.
 *
 * Signals: `sent` (string: id of the new conversation), `draft-kept`: closed with something in it, which is kept,
 * `request-activated` (string: id of a request that wants to be opened instead; the dialog closes and keeps its draft).
 *
 * Actions: `dialog.send`, `dialog.discard`, `dialog.attach`, `dialog.paste`, `dialog.drop-reference`.
 */
#define BALIE_TYPE_REQUEST_DIALOG (balie_request_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BalieRequestDialog, balie_request_dialog, BALIE, REQUEST_DIALOG, AdwWindow)

/**
 * balie_request_dialog_new:
 * @parent: (nullable): what it stands over
 * @session: (nullable): that sends; %NULL for previews
 * @kind: question or problem
 */
BalieRequestDialog *balie_request_dialog_new (GtkWindow            *parent,
                                              BalieSession         *session,
                                              BalieConversationKind kind);

/**
 * balie_request_dialog_set_desk:
 * @desk: what can be chosen, and how much may be written
 * @email: (nullable): where the confirmation goes to
 *
 * A session brings its own; this is for tests and previews without one.
 */
void balie_request_dialog_set_desk (BalieRequestDialog *self,
                                    BalieDesk          *desk,
                                    const char         *email);

/**
 * balie_request_dialog_set_follows:
 * @conversation: id of the closed request that the new one goes on from
 *
 * What was begun before stays, and goes on from that one now; somebody can take the reference away again.
 */
void balie_request_dialog_set_follows (BalieRequestDialog *self,
                                       const char         *conversation);

/**
 * balie_request_dialog_get_attachment_box:
 *
 * Returns: (transfer none): the files that go with the request
 */
BalieAttachmentBox *balie_request_dialog_get_attachment_box (BalieRequestDialog *self);

G_END_DECLS
