/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The examples that the demo desk begins with. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-demo-seed.h"

#include "balie-account-actions.h"
#include "balie-account-store.h"
#include "balie-clock.h"
#include "balie-conversation-actions.h"
#include "balie-conversation-store.h"
#include "balie-demo-files.h"
#include "balie-desk-service.h"
#include "balie-desk-store.h"
#include "balie-error.h"
#include "balie-message-actions.h"
#include "balie-passwords.h"
#include "balie-request-actions.h"

#include <errno.h>
#include <glib/gstdio.h>

/* In the manual page as well: a demo is no secret. */
#define DEMO_PASSWORD "welkom-bij-balie"

#define NEXT_NUMBER 1043

typedef enum {
  JAN,
  MARIJKE,
  SANNE,
  RUBEN,
  N_ACTORS,
} Actor;

static const struct
{
  const char *username;
  const char *name;
  BalieRole   role;
  const char *email;
} actors[N_ACTORS] = {
  [JAN] = {"j.visser", "Jan Visser", BALIE_ROLE_CUSTOMER, "j.visser@example.nl"},
  [MARIJKE] = {"m.jansen", "Marijke Jansen", BALIE_ROLE_CUSTOMER, "m.jansen@example.nl"},
  [SANNE] = {BALIE_DEMO_COLLEAGUE, "Sanne de Boer", BALIE_ROLE_STAFF, "sanne@example.com"},
  [RUBEN] = {"ruben", "Ruben Bakker", BALIE_ROLE_STAFF, "ruben@example.com"},
};

typedef enum {
  ASK_QUESTION,
  ASK_PROBLEM,
  ASK_AGAIN,
  SAY,
  SEE,
  WAIT,
  SOLVE,
  CLOSE,
  RATE,
  CHAT,
} Act;

/* One thing that happened: working days before the last one, at a local time. ASK_… begins a request, ASK_AGAIN one that follows
 * what was closed last, CHAT goes on with the actor's chat, and the others belong to what was begun last. What stays solved is too
 * recent for the desk to close it. */
static const struct
{
  int         days_ago;
  int         hour;
  int         minute;
  Actor       actor;
  Act         act;
  int         number;
  const char *subject;
  const char *text;
  const char *files[2];
} steps[] = {
  {38, 9, 12, JAN, ASK_QUESTION, 1003, "Which browsers do you support?", "We are about to replace our computers. Which browsers work with version 8?"},
  {38, 9, 40, RUBEN, SAY, 0, NULL, "The current Firefox, Chrome, Edge and Safari, and the version before each of them."},
  {38, 9, 55, JAN, SOLVE, 0, NULL, NULL},
  {30, 9, 0, RUBEN, CLOSE, 0, NULL, NULL},
  {30, 9, 30, JAN, SEE, 0, NULL, NULL},

  {29, 14, 2, JAN, ASK_PROBLEM, 1008, "Logo missing on printed invoices", "Since we moved to the new printer our logo is missing on paper. In the PDF it is there."},
  {29, 15, 20, SANNE, SAY, 0, NULL, "That printer driver leaves out transparent pictures. Please upload the logo once more as a PNG without transparency."},
  {28, 10, 5, JAN, SAY, 0, NULL, "Done, and it prints now. Thanks!"},
  {28, 10, 6, SANNE, SOLVE, 0, NULL, NULL},
  {28, 10, 6, SANNE, SAY, 0, NULL, "Good to hear."},
  {28, 10, 20, JAN, SEE, 0, NULL, NULL},
  {18, 9, 0, SANNE, CLOSE, 0, NULL, NULL},
  {18, 9, 30, JAN, SEE, 0, NULL, NULL},

  {8, 11, 30, JAN, ASK_QUESTION, 1012, "Can two people work in one file?", "Our bookkeeper and I would like to work on the same month at the same time. Is that possible?"},
  {8, 11, 48, RUBEN, SOLVE, 0, NULL, NULL},
  {8, 11, 48, RUBEN, SAY, 0, NULL, "Yes. You see each other's changes within a second; a line that one of you edits is locked for the other."},
  {8, 12, 10, JAN, SEE, 0, NULL, NULL},

  {7, 10, 30, JAN, ASK_AGAIN, 1016, "Is the new logo on credit notes, too?", "You had us upload our logo as a PNG without transparency. Is it used on credit notes as well?"},
  {7, 10, 50, RUBEN, SOLVE, 0, NULL, NULL},
  {7, 10, 50, RUBEN, SAY, 0, NULL, "Yes, on everything that is printed or mailed."},
  {7, 11, 5, JAN, SEE, 0, NULL, NULL},

  {6, 13, 15, JAN, ASK_QUESTION, 1019, "Can invoices be sent as UBL?", "One of our customers asks for UBL instead of PDF. Can we send both?"},
  {6, 13, 50, SANNE, SAY, 0, NULL, "Yes: Settings → Invoices → Format. You can choose it for each customer, and send both."},
  {6, 14, 2, JAN, SAY, 0, NULL, "Found it, thank you!"},
  {6, 14, 3, JAN, SOLVE, 0, NULL, NULL},
  {6, 14, 5, SANNE, SAY, 0, NULL, "You're welcome!"},
  {6, 14, 10, JAN, SEE, 0, NULL, NULL},
  {6, 14, 11, JAN, RATE, 5, NULL, "Answered within the hour, and it works."},

  {5, 10, 20, MARIJKE, ASK_PROBLEM, 1026, "Bank import shows every line twice", "After importing the file of last week all payments are there twice."},
  {5, 10, 45, RUBEN, SAY, 0, NULL, "I have removed the second import for you. Could you tell me which file it was? Then I can see why it was not recognised."},

  {3, 15, 40, JAN, ASK_PROBLEM, 1031, "VAT code missing on credit notes", "On credit notes the VAT code is empty. On ordinary invoices it is there. Nothing urgent, we fill it in by hand."},

  {2, 9, 5, JAN, ASK_PROBLEM, 1037, "Login page blank after update to 8.2", "Since the update of this night two of our five computers show a white page instead of the login.", {"login-page.png", "console.log"}},
  {2, 9, 20, RUBEN, SAY, 0, NULL, "Sorry about that. Could you try it with the browser's cache emptied (Ctrl+Shift+R)? Meanwhile we look at the update."},
  {2, 9, 34, JAN, SAY, 0, NULL, "That helps on one of the two."},
  {1, 16, 10, RUBEN, SAY, 0, NULL, "We found the cause, a fix is planned for this week. Until then the address with /classic behind it works on that computer, too."},

  {1, 11, 0, JAN, ASK_QUESTION, 1040, "How do I add a second administrator?", "I am away for two weeks. How do I give my colleague the rights to add users?"},
  {1, 11, 25, SANNE, SAY, 0, NULL, "Settings → Users → your colleague → Role: administrator. It holds at once, and you can take it back afterwards."},
  {1, 11, 40, JAN, SOLVE, 0, NULL, NULL},
  {0, 9, 47, JAN, SAY, 0, NULL, "Thanks, one more thing: can I limit them to our own branch?"},

  {0, 10, 6, JAN, ASK_PROBLEM, 1042, "Invoice export stops at 500 lines", "Since this morning the export of October stops after 500 lines, without a message. I expected all 1,240 lines, as last month."},
  {0, 10, 12, SANNE, WAIT, 0, NULL, NULL},
  {0, 10, 12, SANNE, SAY, 0, NULL, "Thank you for the clear description, we can see the same here with your company's data. Could you send us the export log file? You find it under Settings → Export → Log."},

  {4, 16, 20, JAN, CHAT, 0, NULL, "Hello, is there a way to see who changed an invoice?"},
  {4, 16, 22, SANNE, SAY, 0, NULL, "Hi Jan! Yes: open the invoice, then History in its menu."},
  {4, 16, 42, JAN, SAY, 0, NULL, "Thank you, that solved it!"},
  {4, 16, 43, SANNE, SAY, 0, NULL, "Great. Until next time!"},
  {0, 10, 2, SANNE, SAY, 0, NULL, "Good morning Jan, the update of this night is done. Let me know if anything looks odd."},
  {0, 10, 3, JAN, SAY, 0, NULL, "Hi Sanne, the invoice export stops after 500 lines since this morning."},
  {0, 10, 3, SANNE, SAY, 0, NULL, "That should not happen. Do you see a message on the screen when it stops?"},
  {0, 10, 4, JAN, SAY, 0, NULL, "No, nothing. I will report it with the details."},
  {0, 10, 5, SANNE, SEE, 0, NULL, NULL},
};

/* The demo while it is being made. */
typedef struct
{
  /* owned */
  BalieCaller *callers[N_ACTORS];
  char        *chats[N_ACTORS];
  char        *conversation;
  char        *closed;
  GDateTime   *last_day;

  /* borrowed */
  const char *password;
  const char *data;
} Seed;

static void
seed_clear (Seed *self)
{
  for (int i = 0; i < N_ACTORS; i++)
    {
      g_clear_pointer (&self->callers[i], balie_caller_free);
      g_free (self->chats[i]);
    }
  g_free (self->conversation);
  g_free (self->closed);
  g_clear_pointer (&self->last_day, g_date_time_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Seed, seed_clear)

static GDateTime *
skip_weekend (GDateTime *day)
{
  GDateTime *weekday = g_date_time_ref (day);

  while (g_date_time_get_day_of_week (weekday) > 5)
    {
      g_autoptr (GDateTime) later = weekday;

      weekday = g_date_time_add_days (later, -1);
    }
  return weekday;
}

static GDateTime *
working_days_before (GDateTime *day,
                     int        days)
{
  GDateTime *found = skip_weekend (day);

  for (int i = 0; i < days; i++)
    {
      g_autoptr (GDateTime) later = found;
      g_autoptr (GDateTime) before = g_date_time_add_days (later, -1);

      found = skip_weekend (before);
    }
  return found;
}

/* The last working day on which all that is to have happened by now can have happened. */
static GDateTime *
find_last_day (gint64 now)
{
  g_autoptr (BalieOpeningHours) hours = balie_opening_hours_new_default ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / 1000);
  g_autoptr (GDateTime) today = g_date_time_to_timezone (utc, balie_opening_hours_get_time_zone (hours));
  g_autoptr (GDateTime) yesterday = g_date_time_add_days (today, -1);
  gboolean past_ten = g_date_time_get_hour (today) * 60 + g_date_time_get_minute (today) >= 10 * 60 + 15;

  return skip_weekend (past_ten ? today : yesterday);
}

static gint64
time_of (const Seed *seed,
         int         days_ago,
         int         hour,
         int         minute)
{
  g_autoptr (GDateTime) day = working_days_before (seed->last_day, days_ago);
  g_autoptr (GDateTime) time = g_date_time_new (g_date_time_get_timezone (day), g_date_time_get_year (day), g_date_time_get_month (day),
                                                g_date_time_get_day_of_month (day), hour, minute, 0);

  return g_date_time_to_unix (time) * 1000;
}

static gboolean
make_accounts (BalieTransaction *transaction,
               Seed             *seed,
               GError          **error)
{
  for (int i = 0; i < N_ACTORS; i++)
    {
      g_autoptr (BalieAccountInput) input = g_new0 (BalieAccountInput, 1);

      input->account = balie_account_new ();
      input->account->username = g_strdup (actors[i].username);
      input->account->name = g_strdup (actors[i].name);
      input->account->role = actors[i].role;
      input->account->email = g_strdup (actors[i].email);
      input->account->notify_by_email = TRUE;
      input->password = g_strdup (seed->password);
      seed->callers[i] = balie_account_action_create (transaction, input, error);
      if (seed->callers[i] == NULL)
        return FALSE;
      seed->chats[i] = g_strdup (input->account->chat);
    }
  return TRUE;
}

static gboolean
attach (BalieTransaction       *transaction,
        const Seed             *seed,
        gsize                   step,
        BalieConversationInput *input,
        GError                **error)
{
  input->attachments = g_ptr_array_new_with_free_func (g_free);
  input->attachments_size = G_MAXINT64;
  for (gsize i = 0; i < G_N_ELEMENTS (steps[step].files) && steps[step].files[i] != NULL; i++)
    {
      char *id = balie_demo_files_attach (transaction, seed->data, steps[step].files[i], error);

      if (id == NULL)
        return FALSE;
      g_ptr_array_add (input->attachments, id);
    }
  return TRUE;
}

static gboolean
ask (BalieTransaction     *transaction,
     Seed                 *seed,
     gsize                 step,
     BalieConversationKind kind,
     GError              **error)
{
  g_autoptr (BalieConversationInput) input = g_new0 (BalieConversationInput, 1);
  g_autoptr (BalieReply) reply = NULL;

  input->id = g_uuid_string_random ();
  input->kind = kind;
  input->subject = g_strdup (steps[step].subject);
  input->message = g_uuid_string_random ();
  input->text = g_strdup (steps[step].text);
  input->follows = steps[step].act == ASK_AGAIN ? g_strdup (seed->closed) : NULL;
  g_free (seed->conversation);
  seed->conversation = g_strdup (input->id);
  if (!attach (transaction, seed, step, input, error) || !balie_desk_store_set_next_number (transaction->db, steps[step].number, error))
    return FALSE;

  reply = balie_conversation_action_put (transaction, input, error);
  return reply != NULL;
}

static gboolean
say (BalieTransaction *transaction,
     Seed             *seed,
     const char       *text,
     GError          **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (BalieMessageInput) input = balie_message_input_new (id, seed->conversation, text);
  g_autoptr (BalieReply) reply = balie_message_action_put (transaction, input, error);

  return reply != NULL;
}

static gboolean
see (BalieTransaction *transaction,
     Seed             *seed,
     GError          **error)
{
  g_autoptr (BalieConversation) conversation = balie_conversation_action_find (transaction, seed->conversation, error);
  g_autoptr (BalieReadInput) input = NULL;
  g_autoptr (BalieReply) reply = NULL;

  if (conversation == NULL)
    return FALSE;

  input = balie_read_input_new (conversation->id, conversation->count);
  reply = balie_message_action_read (transaction, input, error);
  return reply != NULL;
}

static gboolean
set_status (BalieTransaction *transaction,
            Seed             *seed,
            BalieStatus       status,
            GError          **error)
{
  g_autoptr (BalieConversation) conversation = balie_conversation_action_find (transaction, seed->conversation, error);
  g_autoptr (BalieConversationPatch) patch = NULL;
  g_autoptr (BalieReply) reply = NULL;

  if (conversation == NULL)
    return FALSE;

  patch = balie_conversation_patch_new (conversation->id, conversation->version);
  patch->status = (int)status;
  if (balie_caller_is_staff (transaction->caller) && conversation->assignee == NULL)
    patch->assignee = g_strdup (transaction->caller->account);
  reply = balie_conversation_action_patch (transaction, patch, error);
  return reply != NULL;
}

static gboolean
close_request (BalieTransaction *transaction,
               Seed             *seed,
               GError          **error)
{
  g_free (seed->closed);
  seed->closed = g_strdup (seed->conversation);
  return set_status (transaction, seed, BALIE_STATUS_CLOSED, error);
}

static gboolean
rate (BalieTransaction *transaction,
      const Seed       *seed,
      gsize             step,
      GError          **error)
{
  g_autoptr (BalieRatingInput) input = g_new0 (BalieRatingInput, 1);
  g_autoptr (BalieReply) reply = NULL;

  input->conversation = g_strdup (seed->conversation);
  input->score = steps[step].number;
  input->comment = g_strdup (steps[step].text);
  reply = balie_request_action_rate (transaction, input, error);
  return reply != NULL;
}

static gboolean
take_step (BalieTransaction *transaction,
           Seed             *seed,
           gsize             step,
           GError          **error)
{
  transaction->now = time_of (seed, steps[step].days_ago, steps[step].hour, steps[step].minute);
  transaction->caller = seed->callers[steps[step].actor];
  switch (steps[step].act)
    {
    case ASK_QUESTION:
    case ASK_AGAIN:
      return ask (transaction, seed, step, BALIE_CONVERSATION_QUESTION, error);
    case ASK_PROBLEM:
      return ask (transaction, seed, step, BALIE_CONVERSATION_PROBLEM, error);
    case CHAT:
      g_free (seed->conversation);
      seed->conversation = g_strdup (seed->chats[steps[step].actor]);
      return say (transaction, seed, steps[step].text, error);
    case SAY:
      return say (transaction, seed, steps[step].text, error);
    case SEE:
      return see (transaction, seed, error);
    case WAIT:
      return set_status (transaction, seed, BALIE_STATUS_WAITING, error);
    case SOLVE:
      return set_status (transaction, seed, BALIE_STATUS_SOLVED, error);
    case CLOSE:
      return close_request (transaction, seed, error);
    case RATE:
      return rate (transaction, seed, step, error);
    default:
      g_assert_not_reached ();
    }
}

/* What is known before it is made. */
typedef struct
{
  const char *password;
  const char *data;
} Given;

static gpointer
fill (BalieTransaction *transaction,
      gpointer          input,
      GError          **error)
{
  const Given *given = input;
  g_auto (Seed) seed = {0};
  gint64 n_accounts = balie_account_store_count (transaction->db, error);

  if (n_accounts != 0)
    return NULL;

  seed.password = given->password;
  seed.data = given->data;
  seed.last_day = find_last_day (balie_clock_now ());
  transaction->now = time_of (&seed, 40, 9, 0);
  if (!make_accounts (transaction, &seed, error))
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      if (!take_step (transaction, &seed, i, error))
        return NULL;
    }
  balie_desk_store_set_next_number (transaction->db, NEXT_NUMBER, error);
  return NULL;
}

static BalieDesk *
make_desk (void)
{
  BalieDesk *desk = balie_server_config_make_default_desk ();

  g_free (desk->name);
  desk->name = g_strdup ("Acme Software");
  g_ptr_array_add (desk->urgencies, balie_choice_new ("blocked", "I can't do my work"));
  g_ptr_array_add (desk->urgencies, balie_choice_new ("hindered", "It hinders my work"));
  g_ptr_array_add (desk->urgencies, balie_choice_new ("minor", "It is a small thing"));
  return desk;
}

gboolean
balie_demo_seed (BalieServerConfig *config,
                 GError           **error)
{
  g_autofree char *path = balie_server_config_dup_database (config);
  g_autoptr (BalieDesk) desk = NULL;
  g_autoptr (BalieDb) db = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *password = NULL;
  Given            given = {0};

  if (g_mkdir_with_parents (balie_server_config_get_data (config), 0700) != 0)
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE, "%s: %s", balie_server_config_get_data (config), g_strerror (errno));
      return FALSE;
    }

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      desk = make_desk ();
      if (!balie_demo_files_write_articles (balie_server_config_get_data (config), error))
        return FALSE;
    }
  db = balie_desk_service_open_database (path, desk, NULL, error);
  password = db != NULL ? balie_password_hash (DEMO_PASSWORD, error) : NULL;
  if (password == NULL)
    return FALSE;

  given.password = password;
  given.data = balie_server_config_get_data (config);
  balie_desk_service_run_here (db, fill, NULL, &given, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}
