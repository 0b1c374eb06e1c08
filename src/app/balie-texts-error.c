/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors as people read them: what happened, what became of their text, what they can do. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-texts-error.h"

#include <glib/gi18n.h>

#define N_CODES (BALIE_ERROR_STORAGE + 1)

/* A row for each task, a place for each code; where there is none, the last place of the row holds. */
#define OTHERWISE N_CODES

static const char *const sentences[][N_CODES + 1] = {
  [BALIE_TASK_SIGN_IN] = {
    [BALIE_ERROR_OFFLINE] = N_ ("The server cannot be reached. Check your connection and try again."),
    [BALIE_ERROR_AUTH] = N_ ("The user name or the password is not right."),
    [BALIE_ERROR_FORBIDDEN] = N_ ("This account belongs to the support staff. Use the desk console in your browser."),
    [BALIE_ERROR_LIMIT] = N_ ("Too many tries. Wait a few minutes and try again."),
    [BALIE_ERROR_SERVER] = N_ ("The server has a problem of its own. Try again in a few minutes."),
    [BALIE_ERROR_PARSE] = N_ ("There is no support desk at this address. Check the address of the server."),
    [BALIE_ERROR_STORAGE] = N_ ("Your messages cannot be kept on this computer: the disk is full or cannot be written. Make room and try again."),
    [OTHERWISE] = N_ ("You could not be signed in. Try again."),
  },
  [BALIE_TASK_SEND] = {
    [BALIE_ERROR_INVALID] = N_ ("Not sent: the support desk does not take this text. It is still here; change it and send it again."),
    [BALIE_ERROR_LIMIT] = N_ ("Not sent: the text is too long. It is still here; shorten it, or send it in parts."),
    [BALIE_ERROR_STORAGE] = N_ ("Not sent: the disk is full or cannot be written. Your text is still here; make room and send it again."),
    [OTHERWISE] = N_ ("Not sent. Your text is still here; send it again."),
  },
  [BALIE_TASK_DELIVER] = {
    [BALIE_ERROR_FORBIDDEN] = N_ ("The support desk did not take this: you may not write here. Your text is kept."),
    [BALIE_ERROR_NOT_FOUND] = N_ ("The support desk does not know this conversation any more. Your text is kept; send it as a new question."),
    [BALIE_ERROR_CONFLICT] = N_ ("The support desk did not take this, because the conversation changed. Your text is kept."),
    [BALIE_ERROR_INVALID] = N_ ("The support desk does not take this text. It is kept; change it and send it again."),
    [BALIE_ERROR_LIMIT] = N_ ("This is more than the support desk takes at once. Your text is kept; shorten it, or try again later."),
    [OTHERWISE] = N_ ("The support desk did not take this. Your text is kept; try again."),
  },
  [BALIE_TASK_WITHDRAW] = {
    [BALIE_ERROR_CONFLICT] = N_ ("This may have been delivered already, so it cannot be taken back."),
    [BALIE_ERROR_NOT_FOUND] = N_ ("This has been delivered already, so it cannot be taken back."),
    [BALIE_ERROR_STORAGE] = N_ ("Nothing was changed: the disk is full or cannot be written."),
    [OTHERWISE] = N_ ("This could not be taken back. It still waits to be sent."),
  },
  [BALIE_TASK_SET_STATUS] = {
    [BALIE_ERROR_OFFLINE] = N_ ("The status is as it was: there is no connection. Try again when you are online."),
    [BALIE_ERROR_AUTH] = N_ ("The status is as it was: your login is not accepted any more. Sign in again."),
    [BALIE_ERROR_FORBIDDEN] = N_ ("The status is as it was: the support desk does not allow this change."),
    [BALIE_ERROR_NOT_FOUND] = N_ ("The support desk does not know this request any more."),
    [BALIE_ERROR_CONFLICT] = N_ ("The request was changed meanwhile. This is how it stands now; look again."),
    [BALIE_ERROR_SERVER] = N_ ("The status is as it was: the server has a problem of its own. Try again in a few minutes."),
    [OTHERWISE] = N_ ("The status is as it was. Try again."),
  },
  [BALIE_TASK_LOAD] = {
    [BALIE_ERROR_OFFLINE] = N_ ("Older messages are not on this computer, and there is no connection."),
    [BALIE_ERROR_AUTH] = N_ ("Older messages cannot be fetched: your login is not accepted any more. Sign in again."),
    [BALIE_ERROR_STORAGE] = N_ ("What is kept on this computer cannot be read: the disk is full or broken."),
    [OTHERWISE] = N_ ("Older messages could not be fetched. Scroll up to try again."),
  },
  [BALIE_TASK_HELP] = {
    [BALIE_ERROR_OFFLINE] = N_ ("Help articles are not kept on this computer, and there is no connection."),
    [BALIE_ERROR_AUTH] = N_ ("Help articles cannot be fetched: your login is not accepted any more. Sign in again."),
    [BALIE_ERROR_NOT_FOUND] = N_ ("The support desk does not have this article any more."),
    [OTHERWISE] = N_ ("The server did not give what was asked for. Try again in a few minutes."),
  },
  [BALIE_TASK_SCREENSHOT] = {
    [BALIE_ERROR_LIMIT] = N_ ("The screenshot has too many pixels. Take a part of the screen, or a single window."),
    [BALIE_ERROR_STORAGE] = N_ ("The screenshot cannot be read. Take it by other means, and add it as a file."),
    [OTHERWISE] = N_ ("No screenshot could be taken. Take it by other means, and add it as a file."),
  },
  [BALIE_TASK_RATE] = {
    [BALIE_ERROR_OFFLINE] = N_ ("Your rating was not sent: there is no connection. Send it again when you are online."),
    [BALIE_ERROR_AUTH] = N_ ("Your rating was not sent: your login is not accepted any more. Sign in again."),
    [BALIE_ERROR_CONFLICT] = N_ ("Your rating was not sent: this request has been opened again meanwhile."),
    [OTHERWISE] = N_ ("Your rating was not sent. Try again."),
  },
  [BALIE_TASK_ADD_FILE] = {
    [BALIE_ERROR_STORAGE] = N_ ("The file was not added: the disk is full or cannot be written. Make room and add it again."),
    [OTHERWISE] = N_ ("The file was not added. Try again."),
  },
};

G_STATIC_ASSERT (G_N_ELEMENTS (sentences) == BALIE_N_TASKS);

static const struct
{
  const char *type;
  const char *sentence;
} refusals[] = {
  {"conversation-closed", N_ ("The request was closed before this arrived. Your text is kept; send it as a new question.")},
  {"id-reused", N_ ("The support desk already has another text in this one's place. Yours is kept; edit it and send it again.")},
  {"too-large", N_ ("This is more than the support desk takes at once. Your text is kept; shorten it.")},
  {"storage-full", N_ ("The support desk has no room at the moment. Your text is kept; try again later.")},
  {"attachment-missing", N_ ("An attachment did not arrive. Your text is kept; try again.")},
};

const char *
balie_texts_get_error (BalieTask     task,
                       const GError *error)
{
  const char *sentence = NULL;

  g_return_val_if_fail (task < G_N_ELEMENTS (sentences), "");

  if (error != NULL && error->domain == BALIE_ERROR && error->code >= 0 && error->code < N_CODES)
    sentence = sentences[task][error->code];

  return _ (sentence != NULL ? sentence : sentences[task][OTHERWISE]);
}

const char *
balie_texts_get_refusal (BalieError  code,
                         const char *type)
{
  const GError error = {BALIE_ERROR, code, NULL};

  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (g_strcmp0 (refusals[i].type, type) == 0)
      return _ (refusals[i].sentence);

  return balie_texts_get_error (BALIE_TASK_DELIVER, &error);
}
