/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words for a request: its kind, its status, what the desk itself says in it. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-texts-request.h"

#include "balie-text.h"
#include "balie-texts-time.h"

#include <glib/gi18n.h>

static const struct
{
  const char *text;
  const char *sentence;
} system_messages[] = {
  {"received", N_ ("Request received")},
  {"status:open", N_ ("The request is open again")},
  {"status:in_progress", N_ ("We are working on it")},
  {"status:waiting", N_ ("We need more information from you")},
  {"status:solved", N_ ("Marked as solved")},
  {"status:closed", N_ ("The request was closed")},
  {"unassigned", N_ ("Nobody is on it at the moment")},
};

/* By status, what has become of a request meanwhile. Nobody is named: it may have been the customer on another device. */
static const char *const changes[] = {
  [BALIE_STATUS_OPEN] = N_ ("Nothing was changed: this request has been opened again meanwhile."),
  [BALIE_STATUS_IN_PROGRESS] = N_ ("Nothing was changed: this request is being worked on meanwhile."),
  [BALIE_STATUS_WAITING] = N_ ("Nothing was changed: you have been asked for more information meanwhile."),
  [BALIE_STATUS_SOLVED] = N_ ("Nothing was changed: this request has been marked as solved meanwhile."),
  [BALIE_STATUS_CLOSED] = N_ ("Nothing was changed: this request has been closed meanwhile."),
};

const char *
balie_texts_get_kind (BalieConversationKind kind)
{
  switch (kind)
    {
    case BALIE_CONVERSATION_CHAT:
      return C_ ("kind", "Chat");

    case BALIE_CONVERSATION_PROBLEM:
      return C_ ("kind", "Problem");

    case BALIE_CONVERSATION_QUESTION:
    default:
      return C_ ("kind", "Question");
    }
}

const char *
balie_texts_get_status (BalieStatus status)
{
  switch (status)
    {
    case BALIE_STATUS_IN_PROGRESS:
      return C_ ("status", "In progress");

    case BALIE_STATUS_WAITING:
      return C_ ("status", "Waiting for you");

    case BALIE_STATUS_SOLVED:
      return C_ ("status", "Solved");

    case BALIE_STATUS_CLOSED:
      return C_ ("status", "Closed");

    case BALIE_STATUS_OPEN:
    default:
      return C_ ("status", "Open");
    }
}

char *
balie_texts_dup_request_line (const BalieConversation *conversation,
                              gint64                   now,
                              GTimeZone               *zone)
{
  const char      *kind = balie_texts_get_kind (conversation->kind);
  g_autofree char *moment = balie_texts_dup_moment (conversation->created_at, now, zone);
  g_autofree char *name = NULL;

  if (conversation->assignee == NULL)
    /* Translators: "Problem", then a moment, such as "today 10:06" */
    return g_strdup_printf (_ ("%s · sent %s"), kind, moment);

  name = balie_texts_dup_first_name (conversation->assignee->name);
  if (conversation->status == BALIE_STATUS_SOLVED || conversation->status == BALIE_STATUS_CLOSED)
    /* Translators: "Problem", then a moment, such as "today 10:06", then the name of who worked on it */
    return g_strdup_printf (_ ("%s · sent %s · %s helped you"), kind, moment, name);

  /* Translators: "Problem", then a moment, such as "today 10:06", then the name of who works on it */
  return g_strdup_printf (_ ("%s · sent %s · %s is on it"), kind, moment, name);
}

char *
balie_texts_dup_conflict (const BalieConversation *before,
                          const BalieConversation *after)
{
  gboolean has_assignee = after->assignee != NULL;

  g_return_val_if_fail (before != NULL && after != NULL, NULL);

  if (after->status != before->status)
    return g_strdup (_ (changes[after->status]));

  if (has_assignee && (before->assignee == NULL || !g_str_equal (before->assignee->id, after->assignee->id)))
    {
      g_autofree char *name = balie_texts_dup_first_name (after->assignee->name);

      /* Translators: %s is the name of somebody of the staff who works on a request from now on */
      return g_strdup_printf (_ ("Nothing was changed: %s is on this request meanwhile. Look again, and decide then."), name);
    }
  if (after->count > before->count)
    return g_strdup (_ ("Nothing was changed: there is something new in this request. Read it, and decide then."));

  return g_strdup (_ ("Nothing was changed: this request is no longer as you saw it. Look again, and decide then."));
}

char *
balie_texts_dup_last_line (const BalieConversation *conversation)
{
  const BaliePerson *author = conversation->last.author;
  const char        *text = conversation->last.text != NULL ? conversation->last.text : "";
  g_autofree char   *name = NULL;

  if (author == NULL)
    return g_strdup (text);
  if (author->role == BALIE_ROLE_SYSTEM)
    return balie_texts_dup_system (text, NULL);
  if (author->role == BALIE_ROLE_CUSTOMER)
    /* Translators: %s is the last message of a request, which the reader wrote */
    return g_strdup_printf (_ ("You: %s"), text);

  name = balie_texts_dup_first_name (author->name);
  /* Translators: the first %s is a name, the second what that person wrote */
  return g_strdup_printf (C_ ("message in list", "%s: %s"), name, text);
}

static char *
dup_attachment_line (const BalieAttachment *attachment,
                     gsize                  maximum)
{
  g_autofree char *name = balie_text_dup_line (attachment->name, maximum);

  /* Translators: %s is the name of a file that was sent without a text */
  return g_strdup_printf (_ ("Attachment: %s"), name);
}

char *
balie_texts_dup_message_line (const BalieMessage *message,
                              gsize               maximum)
{
  g_autofree char *line = balie_text_dup_line (message->text, maximum);

  if (*line != '\0' || message->attachments == NULL || message->attachments->len == 0)
    return g_steal_pointer (&line);

  return dup_attachment_line (g_ptr_array_index (message->attachments, 0), maximum);
}

char *
balie_texts_dup_draft_subject (BalieDraftItem *draft)
{
  const char *subject = balie_draft_item_get_subject (draft);

  if (subject != NULL && *subject != '\0')
    return g_strdup (subject);

  if (balie_draft_item_get_conversation (draft) != NULL)
    return g_strdup (C_ ("draft", "Answer"));

  return g_strdup (balie_draft_item_get_kind (draft) == BALIE_CONVERSATION_PROBLEM ? C_ ("draft", "New problem") : C_ ("draft", "New question"));
}

char *
balie_texts_dup_draft_line (BalieDraftItem *draft)
{
  const char      *preview = balie_draft_item_get_preview (draft);
  guint            n_files = balie_draft_item_get_n_files (draft);
  g_autofree char *files = NULL;
  const char      *line = preview;

  if (preview == NULL || *preview == '\0')
    {
      files = n_files > 0 ? g_strdup_printf (ngettext ("%u file", "%u files", n_files), n_files) : g_strdup (_ ("No text yet"));
      line = files;
    }

  if (balie_draft_item_get_conversation (draft) == NULL)
    return g_strdup (line);

  /* Translators: the beginning of an answer that was not sent yet */
  return g_strdup_printf (C_ ("draft", "Answer: %s"), line);
}

char *
balie_texts_dup_system (const char *text,
                        const char *email)
{
  g_return_val_if_fail (text != NULL, NULL);

  if (email != NULL && g_str_equal (text, "received"))
    /* Translators: %s is an e-mail address */
    return g_strdup_printf (_ ("Request received · confirmation sent to %s"), email);

  for (gsize i = 0; i < G_N_ELEMENTS (system_messages); i++)
    if (g_str_equal (system_messages[i].text, text))
      return g_strdup (_ (system_messages[i].sentence));

  if (g_str_has_prefix (text, "assigned:") && text[strlen ("assigned:")] != '\0')
    {
      g_autofree char *name = balie_texts_dup_first_name (text + strlen ("assigned:"));

      /* Translators: %s is the name of somebody of the staff who works on a request from now on */
      return g_strdup_printf (_ ("%s is on it"), name);
    }

  return g_strdup (text);
}

char *
balie_texts_dup_first_name (const char *name)
{
  const char *space = strchr (name, ' ');

  return space != NULL && space != name ? g_strndup (name, (gsize)(space - name)) : g_strdup (name);
}
