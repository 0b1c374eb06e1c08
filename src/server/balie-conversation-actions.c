/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with conversations. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-conversation-actions.h"

#include "balie-account-store.h"
#include "balie-conversation-store.h"
#include "balie-desk-store.h"
#include "balie-digest.h"
#include "balie-message-store.h"
#include "balie-posting.h"
#include "balie-refusal.h"
#include "balie-search-store.h"

void
balie_conversation_input_free (BalieConversationInput *self)
{
  g_free (self->id);
  g_free (self->subject);
  g_free (self->category);
  g_free (self->urgency);
  g_free (self->message);
  g_free (self->text);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
  g_clear_pointer (&self->diagnostics, balie_diagnostics_unref);
  g_free (self->follows);
  g_free (self);
}

void
balie_typing_free (BalieTyping *self)
{
  g_free (self->conversation);
  g_free (self->stream);
  g_clear_pointer (&self->person, balie_person_unref);
  g_free (self);
}

void
balie_conversation_query_free (BalieConversationQuery *self)
{
  g_free (self->id);
  g_free (self->text);
  g_free (self);
}

BalieConversationPatch *
balie_conversation_patch_new (const char *id,
                              gint64      version)
{
  BalieConversationPatch *self = g_new0 (BalieConversationPatch, 1);

  self->id = g_strdup (id);
  self->version = version;
  self->status = -1;
  return self;
}

void
balie_conversation_patch_free (BalieConversationPatch *self)
{
  g_free (self->id);
  g_free (self->assignee);
  g_free (self->category);
  g_free (self->urgency);
  g_free (self);
}

static gboolean
refuse (GError    **error,
        guint       status,
        const char *type,
        const char *detail)
{
  g_propagate_error (error, balie_refusal_new (status, type, "%s", detail));
  return FALSE;
}

BalieConversation *
balie_conversation_action_find (BalieTransaction *transaction,
                                const char       *id,
                                GError          **error)
{
  const BalieCaller *caller = transaction->caller;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieConversation) conversation = balie_conversation_store_get (transaction->db, id, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (conversation == NULL || (!balie_caller_is_staff (caller) && !g_str_equal (conversation->customer->id, caller->account)))
    {
      refuse (error, 404, "not-found", "There is no such conversation");
      return NULL;
    }
  return g_steal_pointer (&conversation);
}

static char *
input_digest (const BalieConversationInput *input)
{
  const char *const fields[] = {
    balie_conversation_kind_nicks[input->kind],
    input->subject,
    input->category,
    input->urgency,
    input->message,
    input->text,
  };

  return balie_digest_post (fields, G_N_ELEMENTS (fields), input->attachments, input->follows, input->diagnostics);
}

static BalieReply *
answer_taken (BalieTransaction        *transaction,
              const BalieConversation *conversation,
              const char              *digest,
              GError                 **error)
{
  g_autofree char *first_message = NULL;
  g_autofree char *its_digest = NULL;
  g_autoptr (BalieMessageRow) row = NULL;

  if (!balie_conversation_store_get_origin (transaction->db, conversation->id, &first_message, &its_digest, error))
    return NULL;
  if (!g_str_equal (its_digest, digest))
    {
      refuse (error, 422, "id-reused", "There is another conversation with this id");
      return NULL;
    }

  row = balie_message_store_get (transaction->db, first_message, error);
  return row != NULL ? balie_reply_new_conversation (200, conversation, row->message, row->customer_seq) : NULL;
}

/* A message's id is taken for ever, also by one of somebody else's; nothing is told about whose it is. */
static gboolean
check_message_is_new (BalieTransaction *transaction,
                      const char       *id,
                      GError          **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieMessageRow) taken = balie_message_store_get (transaction->db, id, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return taken == NULL || refuse (error, 422, "id-reused", "There is another message with this id");
}

static gboolean
check_follows (BalieTransaction             *transaction,
               const BalieConversationInput *input,
               GError                      **error)
{
  g_autoptr (BalieConversation) followed = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieProblem) problem = NULL;

  if (input->follows == NULL)
    return TRUE;

  followed = balie_conversation_store_get (transaction->db, input->follows, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (followed != NULL && g_str_equal (followed->customer->id, transaction->caller->account) && followed->status == BALIE_STATUS_CLOSED)
    return TRUE;

  problem = balie_problem_new (422, "invalid", "The request that this one follows is not there, or not closed");
  balie_problem_add_error (problem, "/follows", "must be a closed request of the caller's");
  g_propagate_error (error, balie_refusal_new_from_problem (problem));
  return FALSE;
}

static BalieConversation *
make_request (BalieTransaction             *transaction,
              const BalieConversationInput *input,
              GError                      **error)
{
  g_autoptr (BalieConversation) conversation = balie_conversation_new ();

  conversation->number = balie_desk_store_take_number (transaction->db, error);
  if (conversation->number == 0)
    return NULL;

  conversation->customer = balie_transaction_find_author (transaction, error);
  if (conversation->customer == NULL)
    return NULL;

  conversation->id = g_strdup (input->id);
  conversation->kind = input->kind;
  conversation->subject = g_strdup (input->subject);
  conversation->category = g_strdup (input->category);
  conversation->urgency = g_strdup (input->urgency);
  conversation->follows = g_strdup (input->follows);
  conversation->created_at = transaction->now;
  conversation->changed_at = transaction->now;
  return g_steal_pointer (&conversation);
}

static BalieReply *
put_new (BalieTransaction             *transaction,
         const BalieConversationInput *input,
         const char                   *digest,
         GError                      **error)
{
  const BaliePost post = {
    .id = input->message,
    .text = input->text,
    .attachments = input->attachments,
    .attachments_size = input->attachments_size,
    .diagnostics = input->diagnostics,
    .digest = digest,
  };
  g_auto (BaliePosting) posting = {0};
  g_autoptr (BalieConversation) conversation = NULL;
  const BalieMessageRow *row;

  if (!check_message_is_new (transaction, input->message, error) || !check_follows (transaction, input, error))
    return NULL;

  conversation = make_request (transaction, input, error);
  if (conversation == NULL || !balie_posting_init_new (&posting, transaction, conversation, input->message, digest, error))
    return NULL;

  row = balie_posting_add (&posting, &post, error);
  if (row == NULL || !balie_posting_add_system (&posting, "received", error) || !balie_posting_finish (&posting, error))
    return NULL;

  return balie_reply_new_conversation (201, posting.conversation, row->message, row->customer_seq);
}

gpointer
balie_conversation_action_put (BalieTransaction *transaction,
                               gpointer          input,
                               GError          **error)
{
  BalieConversationInput *request = input;
  g_autofree char        *digest = input_digest (request);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieConversation) taken = balie_conversation_store_get (transaction->db, request->id, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (taken == NULL)
    return put_new (transaction, request, digest, error);

  if (!g_str_equal (taken->customer->id, transaction->caller->account))
    {
      refuse (error, 404, "not-found", "There is no such conversation");
      return NULL;
    }
  return answer_taken (transaction, taken, digest, error);
}

gpointer
balie_conversation_action_get (BalieTransaction *transaction,
                               gpointer          input,
                               GError          **error)
{
  g_autoptr (BalieConversation) conversation = balie_conversation_action_find (transaction, input, error);
  g_autoptr (BalieConversation) view = NULL;

  if (conversation == NULL)
    return NULL;

  view = balie_conversation_store_view (conversation, transaction->caller->role);
  return balie_reply_new_conversation (200, view, NULL, 0);
}

gpointer
balie_conversation_action_list (BalieTransaction *transaction,
                                gpointer          input,
                                GError          **error)
{
  BalieConversationQuery       *query = input;
  const BalieCaller            *caller = transaction->caller;
  const BalieConversationFilter filter = {
    .customer = balie_caller_is_staff (caller) ? NULL : caller->account,
    .kind = query->kind,
    .status = query->status,
    .limit = query->limit + 1,
  };
  g_autoptr (GPtrArray) conversations = NULL;
  BalieReply *reply;

  if (query->text != NULL)
    conversations = balie_search_store_list (transaction->db, &filter, query->text, query->changed_at, query->id, error);
  else
    conversations = balie_conversation_store_list (transaction->db, &filter, query->changed_at, query->id, error);
  if (conversations == NULL)
    return NULL;

  reply = balie_reply_new_document (200);
  balie_json_writer_begin_object (reply->body, NULL);
  balie_json_writer_begin_array (reply->body, "conversations");
  for (guint i = 0; i < MIN (conversations->len, query->limit); i++)
    {
      g_autoptr (BalieConversation) view = balie_conversation_store_view (g_ptr_array_index (conversations, i), caller->role);

      balie_conversation_write (view, reply->body, NULL);
    }
  balie_json_writer_end_array (reply->body);
  if (conversations->len > query->limit)
    {
      const BalieConversation *last = g_ptr_array_index (conversations, query->limit - 1);
      g_autofree char         *cursor = g_strdup_printf ("%" G_GINT64_FORMAT ".%s", last->changed_at, last->id);

      balie_json_writer_string (reply->body, "next", cursor);
    }
  balie_json_writer_end_object (reply->body);
  return reply;
}

static gboolean
check_patch (const BalieConversation      *conversation,
             const BalieConversationPatch *patch,
             BalieRole                     role,
             GError                      **error)
{
  if (conversation->version != patch->version)
    {
      g_autoptr (BalieProblem) problem = balie_problem_new (412, "version-conflict", "The conversation was changed meanwhile");

      problem->expected = conversation->version;
      g_propagate_error (error, balie_refusal_new_from_problem (problem));
      return FALSE;
    }
  if (conversation->kind == BALIE_CONVERSATION_CHAT)
    return refuse (error, 409, "status-change-refused", "A chat has no status");
  if (patch->status >= 0 && !balie_status_may_change (role, conversation->status, patch->status))
    return refuse (error, 409, "status-change-refused", "The status cannot change like this");
  return TRUE;
}

static gboolean
apply_assignee (BaliePosting                 *posting,
                BalieTransaction             *transaction,
                const BalieConversationPatch *patch,
                GError                      **error)
{
  g_autoptr (BalieCredentials) assignee = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieProblem) problem = NULL;
  g_autoptr (BaliePerson) person = NULL;

  if (patch->unassign)
    return balie_posting_unassign (posting, error);
  if (patch->assignee == NULL)
    return TRUE;

  assignee = balie_account_store_get_credentials (transaction->db, patch->assignee, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (assignee != NULL && assignee->role == BALIE_ROLE_STAFF && !assignee->disabled)
    {
      person = balie_person_new (assignee->account, assignee->name, BALIE_ROLE_STAFF);
      return balie_posting_assign (posting, person, error);
    }

  problem = balie_problem_new (422, "invalid", "There is nobody of the staff with this id");
  balie_problem_add_error (problem, "/assignee", "must be an account of the staff");
  g_propagate_error (error, balie_refusal_new_from_problem (problem));
  return FALSE;
}

/* Returns whether the value is another one now. */
static gboolean
replace (char      **value,
         const char *with)
{
  if (with == NULL || g_strcmp0 (*value, with) == 0)
    return FALSE;

  g_free (*value);
  *value = g_strdup (with);
  return TRUE;
}

gpointer
balie_conversation_action_patch (BalieTransaction *transaction,
                                 gpointer          input,
                                 GError          **error)
{
  BalieConversationPatch *patch = input;
  BalieRole               role = transaction->caller->role;
  g_autoptr (BalieConversation) conversation = balie_conversation_action_find (transaction, patch->id, error);
  g_autoptr (BalieConversation) view = NULL;
  g_auto (BaliePosting) posting = {0};
  gboolean changed = FALSE;

  if (conversation == NULL || !check_patch (conversation, patch, role, error))
    return NULL;

  balie_posting_init (&posting, transaction, conversation);
  changed |= replace (&posting.conversation->category, patch->category);
  changed |= replace (&posting.conversation->urgency, patch->urgency);
  if (!apply_assignee (&posting, transaction, patch, error) ||
      (patch->status >= 0 && !balie_posting_set_status (&posting, patch->status, error)))
    return NULL;

  changed |= posting.conversation->count != conversation->count;
  if (changed && !balie_posting_finish (&posting, error))
    return NULL;

  view = balie_conversation_store_view (posting.conversation, role);
  return balie_reply_new_conversation (200, view, NULL, 0);
}

gpointer
balie_conversation_action_type (BalieTransaction *transaction,
                                gpointer          input,
                                GError          **error)
{
  g_autoptr (BalieConversation) conversation = balie_conversation_action_find (transaction, input, error);
  BaliePerson *person;
  BalieTyping *typing;

  if (conversation == NULL)
    return NULL;

  person = balie_transaction_find_author (transaction, error);
  if (person == NULL)
    return NULL;

  typing = g_new0 (BalieTyping, 1);
  typing->conversation = g_strdup (conversation->id);
  typing->stream = g_strdup (balie_caller_is_staff (transaction->caller) ? conversation->customer->id : BALIE_STREAM_DESK);
  typing->person = person;
  return typing;
}
