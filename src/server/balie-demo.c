/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo desk's scripted colleague, who answers. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-demo.h"

#include "balie-account-store.h"
#include "balie-conversation-actions.h"
#include "balie-demo-seed.h"
#include "balie-message-actions.h"
#include "balie-routes.h"
#include "balie-session-actions.h"

typedef enum {
  SEE,
  TYPE,
  SAY,
  ASK_BACK,
  SOLVE,
} Act;

/* One thing that the colleague does, @delay milliseconds after the one before. */
typedef struct
{
  guint       delay;
  Act         act;
  const char *text;
} Step;

#define MAX_STEPS 6

typedef struct
{
  gsize n_steps;
  Step  steps[MAX_STEPS];
} Script;

static const Script first_chat = {4, {
                                       {1000, SEE, NULL},
                                       {1000, TYPE, NULL},
                                       {2000, TYPE, NULL},
                                       {1000, SAY, "Hello! I am the demo colleague of this example desk, and I follow a script: I cannot really help you, but this is how an answer arrives."},
                                     }};

static const Script second_chat = {4, {
                                        {1000, SEE, NULL},
                                        {1000, TYPE, NULL},
                                        {2000, TYPE, NULL},
                                        {500, SAY, "Here the demo colleague's script says: thank you, a real colleague would look into this now. Try “Ask a question” in the Servicedesk menu: it becomes a request with a number."},
                                      }};

static const Script later_chat = {3, {
                                       {1000, SEE, NULL},
                                       {1000, TYPE, NULL},
                                       {2000, SAY, "The demo colleague again. My script ends here, but whatever you write is kept, and everything works as it would with a real desk."},
                                     }};

static const Script new_request = {6, {
                                        {1500, SEE, NULL},
                                        {1500, TYPE, NULL},
                                        {2000, SAY, "Thank you for your request. I am the demo colleague, and I have taken it on. At a real desk somebody would look into it now."},
                                        {3000, TYPE, NULL},
                                        {2000, TYPE, NULL},
                                        {2000, ASK_BACK, "To show how it goes on: could you send me a file, such as a screenshot? An answer in words will do as well; the request waits for you until then."},
                                      }};

static const Script answered_request = {3, {
                                             {1000, SEE, NULL},
                                             {1000, TYPE, NULL},
                                             {3000, SOLVE, "Thank you, that is all the demo colleague needs. I have marked this as solved. When you write again, it is reopened."},
                                           }};

static const Script answered_with_file = {3, {
                                               {1000, SEE, NULL},
                                               {1000, TYPE, NULL},
                                               {3000, SOLVE, "Thank you for the file, it arrived complete: that is all the demo colleague needs. I have marked this as solved. When you write again, it is reopened."},
                                             }};

struct _BalieDemo
{
  GObject parent_instance;

  /* owned */
  BalieDeskService  *service;
  BalieEventStreams *streams;
  BaliePresence     *presence;
  BalieCaller       *colleague;
  GHashTable        *plans; /* id of a conversation to its Plan */

  guint n_chats;
  guint pace;
};

/* What the colleague is about to do in one conversation. */
typedef struct
{
  /* owned */
  char *conversation;
  char *customer;

  /* borrowed */
  BalieDemo    *demo;
  const Script *script;

  gsize  step;
  gint64 number;
  guint  timer;
} Plan;

G_DEFINE_FINAL_TYPE (BalieDemo, balie_demo, G_TYPE_OBJECT)

static void
plan_free (gpointer data)
{
  Plan *self = data;

  g_clear_handle_id (&self->timer, g_source_remove);
  g_free (self->conversation);
  g_free (self->customer);
  g_free (self);
}

/* The input of an answer that changes the status with it, in one transaction. */
typedef struct
{
  BalieMessageInput *message;
  BalieStatus        status;
} Turn;

static void
turn_free (gpointer data)
{
  Turn *self = data;

  g_clear_pointer (&self->message, balie_message_input_free);
  g_free (self);
}

static gpointer
take_turn (BalieTransaction *transaction,
           gpointer          input,
           GError          **error)
{
  Turn *turn = input;
  g_autoptr (BalieConversation) conversation = balie_conversation_action_find (transaction, turn->message->conversation, error);
  g_autoptr (BalieConversationPatch) patch = NULL;
  g_autoptr (BalieReply) reply = NULL;

  if (conversation == NULL)
    return NULL;

  patch = balie_conversation_patch_new (conversation->id, conversation->version);
  patch->status = (int)turn->status;
  reply = balie_conversation_action_patch (transaction, patch, error);
  return reply != NULL ? balie_message_action_put (transaction, turn->message, error) : NULL;
}

static void
step_done (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieReply) reply = balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error);

  if (reply == NULL)
    g_message ("The demo colleague could not go on: %s", local_error->message);
}

static void
say (BalieDemo  *self,
     const Plan *plan,
     const char *text)
{
  g_autofree char *id = g_uuid_string_random ();

  balie_desk_service_write_async (self->service, balie_message_action_put, self->colleague, balie_message_input_new (id, plan->conversation, text),
                                  (GDestroyNotify)balie_message_input_free, (GDestroyNotify)balie_reply_free, step_done, NULL);
}

static void
say_with_status (BalieDemo  *self,
                 const Plan *plan,
                 const char *text,
                 BalieStatus status)
{
  g_autofree char *id = g_uuid_string_random ();
  Turn            *turn = g_new0 (Turn, 1);

  turn->message = balie_message_input_new (id, plan->conversation, text);
  turn->status = status;
  balie_desk_service_write_async (self->service, take_turn, self->colleague, turn, turn_free, (GDestroyNotify)balie_reply_free, step_done, NULL);
}

static void
see (BalieDemo  *self,
     const Plan *plan)
{
  balie_desk_service_write_async (self->service, balie_message_action_read, self->colleague, balie_read_input_new (plan->conversation, plan->number),
                                  (GDestroyNotify)balie_read_input_free, (GDestroyNotify)balie_reply_free, step_done, NULL);
}

static void
type (BalieDemo  *self,
      const Plan *plan)
{
  g_autoptr (BalieTyping) typing = g_new0 (BalieTyping, 1);

  typing->conversation = g_strdup (plan->conversation);
  typing->stream = g_strdup (plan->customer);
  typing->person = balie_person_new (self->colleague->account, self->colleague->name, BALIE_ROLE_STAFF);
  balie_routes_tell_typing (self->streams, typing);
}

static void schedule (Plan *plan);

static gboolean
take_step (gpointer user_data)
{
  Plan       *plan = user_data;
  BalieDemo  *self = plan->demo;
  const Step *step = &plan->script->steps[plan->step++];

  plan->timer = 0;
  switch (step->act)
    {
    case SEE:
      see (self, plan);
      break;
    case TYPE:
      type (self, plan);
      break;
    case SAY:
      say (self, plan, step->text);
      break;
    case ASK_BACK:
      say_with_status (self, plan, step->text, BALIE_STATUS_WAITING);
      break;
    case SOLVE:
      say_with_status (self, plan, step->text, BALIE_STATUS_SOLVED);
      break;
    default:
      g_assert_not_reached ();
    }

  if (plan->step < plan->script->n_steps)
    schedule (plan);
  else
    g_hash_table_remove (self->plans, plan->conversation);
  return G_SOURCE_REMOVE;
}

static void
schedule (Plan *plan)
{
  plan->timer = g_timeout_add (plan->script->steps[plan->step].delay * plan->demo->pace / 100, take_step, plan);
}

static void
begin (BalieDemo               *self,
       const BalieConversation *conversation,
       const Script            *script)
{
  Plan *plan = g_new0 (Plan, 1);

  plan->demo = self;
  plan->conversation = g_strdup (conversation->id);
  plan->customer = g_strdup (conversation->customer->id);
  plan->script = script;
  plan->number = conversation->count;
  g_hash_table_replace (self->plans, plan->conversation, plan);
  schedule (plan);
}

static const Script *
choose_chat (BalieDemo *self)
{
  switch (self->n_chats++)
    {
    case 0:
      return &first_chat;
    case 1:
      return &second_chat;
    default:
      return &later_chat;
    }
}

static void
message_came (BalieDemo        *self,
              const BalieEvent *event)
{
  const BalieConversation *conversation = event->conversation;
  const Plan              *plan = g_hash_table_lookup (self->plans, conversation->id);

  if (conversation->status == BALIE_STATUS_SOLVED || conversation->status == BALIE_STATUS_CLOSED)
    {
      g_hash_table_remove (self->plans, conversation->id);
      return;
    }
  if (event->message->author->role != BALIE_ROLE_CUSTOMER)
    return;

  if (conversation->kind == BALIE_CONVERSATION_CHAT)
    begin (self, conversation, plan != NULL ? plan->script : choose_chat (self));
  else if (event->message->number > 1 && plan == NULL)
    begin (self, conversation, event->message->attachments->len > 0 ? &answered_with_file : &answered_request);
}

static void
event_committed (BalieDemo        *self,
                 const char       *stream,
                 BalieLoggedEvent *logged)
{
  g_autoptr (BalieJsonReader) reader = NULL;
  g_autoptr (BalieEvent) event = NULL;

  if (self->colleague == NULL || !g_str_equal (stream, BALIE_STREAM_DESK))
    return;

  reader = balie_json_reader_new (logged->data, -1, BALIE_JSON_READER_NONE, NULL);
  if (reader == NULL)
    return;

  event = balie_event_read_data (reader, balie_event_type_from_nick (logged->type), logged->seq);
  if (!balie_json_reader_finish (reader, NULL))
    return;

  if (event->type == BALIE_EVENT_CONVERSATION_CREATED && event->conversation->kind != BALIE_CONVERSATION_CHAT)
    begin (self, event->conversation, &new_request);
  else if (event->type == BALIE_EVENT_MESSAGE_CREATED)
    message_came (self, event);
}

static void
colleague_found (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (BalieDemo) self = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieCredentials) found = balie_desk_service_run_finish (BALIE_DESK_SERVICE (source), result, &local_error);

  if (found == NULL || found->role != BALIE_ROLE_STAFF || found->disabled)
    {
      g_message ("There is nobody called %s here, so nobody answers", BALIE_DEMO_COLLEAGUE);
      return;
    }
  self->colleague = balie_caller_new (found->account, found->name, found->role, NULL);
  balie_presence_set_colleague (self->presence, TRUE);
}

static void
balie_demo_dispose (GObject *object)
{
  BalieDemo *self = BALIE_DEMO (object);

  g_hash_table_remove_all (self->plans);
  if (self->presence != NULL)
    balie_presence_set_colleague (self->presence, FALSE);
  g_clear_object (&self->presence);
  g_clear_object (&self->streams);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (balie_demo_parent_class)->dispose (object);
}

static void
balie_demo_finalize (GObject *object)
{
  BalieDemo *self = BALIE_DEMO (object);

  g_clear_pointer (&self->colleague, balie_caller_free);
  g_clear_pointer (&self->plans, g_hash_table_unref);

  G_OBJECT_CLASS (balie_demo_parent_class)->finalize (object);
}

static void
balie_demo_class_init (BalieDemoClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_demo_dispose;
  object_class->finalize = balie_demo_finalize;
}

static void
balie_demo_init (BalieDemo *self)
{
  self->plans = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, plan_free);
  self->pace = 100;
}

BalieDemo *
balie_demo_new (BalieServer *server)
{
  BalieDemo *self = g_object_new (BALIE_TYPE_DEMO, NULL);

  self->service = g_object_ref (balie_server_get_service (server));
  self->streams = g_object_ref (balie_server_get_streams (server));
  self->presence = g_object_ref (balie_server_get_presence (server));
  g_signal_connect_object (self->service, "event-committed", G_CALLBACK (event_committed), self, G_CONNECT_SWAPPED);
  balie_desk_service_read_async (self->service, balie_session_action_find_credentials, NULL, g_strdup (BALIE_DEMO_COLLEAGUE), g_free,
                                 (GDestroyNotify)balie_credentials_free, NULL, colleague_found, g_object_ref (self));
  return self;
}

void
balie_demo_set_pace (BalieDemo *self,
                     guint      percent)
{
  g_return_if_fail (BALIE_IS_DEMO (self));

  self->pace = percent;
}
