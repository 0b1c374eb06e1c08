/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors as people read them: what happened, what became of their text, what they can do. */
#pragma once

#include "balie-error.h"

G_BEGIN_DECLS

/**
 * BalieTask:
 * @BALIE_TASK_SIGN_IN: signing in
 * @BALIE_TASK_SEND: putting a message or a request into the outbox
 * @BALIE_TASK_DELIVER: the server's taking of what is in the outbox
 * @BALIE_TASK_WITHDRAW: taking a message out of the outbox
 * @BALIE_TASK_SET_STATUS: marking as solved, or reopening
 * @BALIE_TASK_LOAD: loading messages or drafts
 * @BALIE_TASK_SCREENSHOT: taking a screenshot
 * @BALIE_TASK_HELP: fetching help articles
 * @BALIE_TASK_RATE: rating a request
 * @BALIE_TASK_ADD_FILE: adding a file to a message
 *
 * What was being done decides what an error means.
 */
typedef enum {
  BALIE_TASK_SIGN_IN,
  BALIE_TASK_SEND,
  BALIE_TASK_DELIVER,
  BALIE_TASK_WITHDRAW,
  BALIE_TASK_SET_STATUS,
  BALIE_TASK_LOAD,
  BALIE_TASK_SCREENSHOT,
  BALIE_TASK_HELP,
  BALIE_TASK_RATE,
  BALIE_TASK_ADD_FILE,
} BalieTask;

/** How many tasks there are. */
#define BALIE_N_TASKS (BALIE_TASK_ADD_FILE + 1)

/**
 * balie_texts_get_error:
 * @error: (nullable): of any domain; one that is not ours reads as that the task failed
 *
 * Returns: one or two sentences
 */
const char *balie_texts_get_error (BalieTask     task,
                                   const GError *error);

/**
 * balie_texts_get_refusal:
 * @code: of the refusal
 * @type: (nullable): of the server's problem, such as `conversation-closed`
 *
 * Returns: why a message stays in the outbox, in one or two sentences
 */
const char *balie_texts_get_refusal (BalieError  code,
                                     const char *type);

G_END_DECLS
