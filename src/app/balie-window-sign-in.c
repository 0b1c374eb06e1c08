/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main window's way in and out: which server, kept or typed login, signing out. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-window-private.h"

#include "balie-accent.h"
#include "balie-server-consent.h"
#include "balie-server-dialog.h"
#include "balie-texts-error.h"
#include "compat/balie-dialogs.h"

#include <glib/gi18n.h>

typedef struct
{
  BalieWindow *window;
  gboolean     keep;
} SignInData;

static SignInData *
sign_in_data_new (BalieWindow *window,
                  gboolean     keep)
{
  SignInData *data = g_new0 (SignInData, 1);

  data->window = g_object_ref (window);
  data->keep = keep;

  return data;
}

static void
sign_in_data_free (SignInData *data)
{
  g_object_unref (data->window);
  g_free (data);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignInData, sign_in_data_free)

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* What is under way for another server, or for a window that is gone, must not answer any more. */
static void
cancel_all (BalieWindow *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
}

static void
desk_fetched_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (BalieWindow) self = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) logo = NULL;
  g_autoptr (BalieDesk) desk = balie_client_fetch_desk_finish (BALIE_CLIENT (source), result, &logo, &local_error);

  if (is_cancelled (local_error))
    return;

  if (desk == NULL)
    {
      g_debug ("The desk could not be fetched: %s", local_error->message);
      balie_sign_in_page_set_error (self->sign_in_page, balie_texts_get_error (BALIE_TASK_SIGN_IN, local_error));
      return;
    }

  balie_accent_apply (desk->accent);
  balie_sign_in_page_set_desk (self->sign_in_page, desk, logo);
}

static void
use_server (BalieWindow *self,
            const char  *address)
{
  g_autofree char *authority_file = g_settings_get_string (self->settings, "authority-file");
  g_autofree char *kept = self->server; /* which is what @address may be */

  cancel_all (self);
  self->server = g_strdup (address);

  balie_client_set_authority_file (self->client, *authority_file != '\0' ? authority_file : NULL);
  balie_sign_in_page_set_server (self->sign_in_page, address);
  balie_sign_in_page_set_desk (self->sign_in_page, NULL, NULL);
  balie_sign_in_page_set_error (self->sign_in_page, NULL);
  balie_sign_in_page_set_busy (self->sign_in_page, FALSE);
  if (address != NULL)
    balie_client_fetch_desk_async (self->client, address, self->cancellable, desk_fetched_cb, g_object_ref (self));
  balie_sign_in_page_focus (self->sign_in_page);
}

static void
signed_in_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (SignInData) data = user_data;
  BalieWindow *self = data->window;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieSession) session = balie_client_sign_in_finish (BALIE_CLIENT (source), result, &local_error);

  if (is_cancelled (local_error))
    return;

  balie_sign_in_page_set_busy (self->sign_in_page, FALSE);
  if (session == NULL)
    {
      g_info ("Signing in failed: %s", local_error->message);
      balie_sign_in_page_set_error (self->sign_in_page, balie_texts_get_error (BALIE_TASK_SIGN_IN, local_error));
      balie_sign_in_page_focus (self->sign_in_page);
      return;
    }

  g_settings_set_string (self->settings, "server", self->server);
  /* As the desk spells it, not as it was typed: by that name the cache and the keyring find it again. */
  g_settings_set_string (self->settings, "username", balie_session_get_account (session)->username);
  g_settings_set_boolean (self->settings, "stay-signed-in", data->keep);
  g_settings_set_boolean (self->settings, "signed-in", data->keep);
  balie_sign_in_page_clear_password (self->sign_in_page);
  balie_window_set_session (self, session);
}

static void
submitted_cb (BalieWindow *self,
              const char  *username,
              const char  *password,
              gboolean     keep)
{
  balie_sign_in_page_set_busy (self->sign_in_page, TRUE);
  balie_client_sign_in_async (self->client, self->server, username, password, keep, self->cancellable,
                              signed_in_cb, sign_in_data_new (self, keep));
}

static void
server_chosen_cb (BalieWindow *self,
                  const char  *address)
{
  use_server (self, address);
}

static void
choose_server_cb (BalieWindow *self)
{
  GtkWindow *dialog = balie_server_dialog_new (GTK_WINDOW (self), self->settings, self->server);

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (server_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

void
balie_window_init_sign_in (BalieWindow *self)
{
  g_signal_connect_object (self->sign_in_page, "submitted", G_CALLBACK (submitted_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sign_in_page, "choose-server", G_CALLBACK (choose_server_cb), self, G_CONNECT_SWAPPED);
}

void
balie_window_show_sign_in (BalieWindow *self,
                           const char  *error)
{
  balie_window_set_session (self, NULL);
  gtk_window_set_title (GTK_WINDOW (self), BALIE_VISIBLE_NAME);
  gtk_stack_set_visible_child_name (self->stack, "sign-in");
  use_server (self, self->server);
  balie_sign_in_page_set_error (self->sign_in_page, error);
}

/* Start */

static void
consent_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (BalieWindow) self = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *address = balie_server_consent_finish (result, &local_error);

  if (address == NULL && !is_cancelled (local_error))
    balie_sign_in_page_set_error (self->sign_in_page, _ ("The address of the server is not right."));
  else
    use_server (self, address);
}

static void
start_sign_in (BalieWindow *self)
{
  gtk_stack_set_visible_child_name (self->stack, "sign-in");
  gtk_window_present (GTK_WINDOW (self));
  if (self->server != NULL && *self->server != '\0')
    balie_server_consent_async (GTK_WINDOW (self), self->settings, self->server, consent_cb, g_object_ref (self));
  else
    use_server (self, NULL);
}

static void
resumed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (BalieWindow) self = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieSession) session = balie_client_resume_finish (BALIE_CLIENT (source), result, &local_error);

  if (is_cancelled (local_error))
    return;

  if (session == NULL)
    {
      if (local_error != NULL)
        g_info ("The kept login could not be used: %s", local_error->message);
      start_sign_in (self);
      return;
    }

  balie_window_set_session (self, session);
  gtk_window_present (GTK_WINDOW (self));
}

void
balie_window_start (BalieWindow      *self,
                    const BalieStart *start)
{
  g_autofree char *kept_server = g_settings_get_string (self->settings, "server");
  g_autofree char *kept_username = g_settings_get_string (self->settings, "username");
  g_autofree char *authority_file = g_settings_get_string (self->settings, "authority-file");
  const char      *server = start->server;
  const char      *username = start->username != NULL ? start->username : kept_username;

  g_return_if_fail (BALIE_IS_WINDOW (self));

  if (server == NULL)
    server = *kept_server != '\0' ? kept_server : BALIE_DEFAULT_SERVER;
  self->server = g_strdup (server);
  balie_client_set_authority_file (self->client, *authority_file != '\0' ? authority_file : NULL);
  balie_sign_in_page_fill_in (self->sign_in_page, username, start->password,
                              g_settings_get_boolean (self->settings, "stay-signed-in"));

  if (g_settings_get_boolean (self->settings, "signed-in") &&
      g_strcmp0 (server, kept_server) == 0 &&
      g_strcmp0 (username, kept_username) == 0)
    balie_client_resume_async (self->client, server, username, self->cancellable, resumed_cb, g_object_ref (self));
  else
    start_sign_in (self);
}

/* Signing out */

static void
signed_out_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (BalieWindow) self = user_data;
  g_autoptr (GError) local_error = NULL;

  if (!balie_session_sign_out_finish (BALIE_SESSION (source), result, &local_error))
    g_info ("Signing out was not complete: %s", local_error->message);

  balie_window_show_sign_in (self, NULL);
}

static void
sign_out_asked_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (BalieWindow) self = user_data;

  if (!balie_dialogs_ask_finish (result) || self->session == NULL)
    return;

  g_settings_set_boolean (self->settings, "signed-in", FALSE);
  balie_session_sign_out_async (self->session, NULL, signed_out_cb, g_object_ref (self));
}

static char *
dup_sign_out_text (const BalieUnsent *unsent)
{
  g_autofree char *messages = NULL;
  g_autofree char *drafts = NULL;

  if (unsent->messages == 0 && unsent->drafts == 0)
    return g_strdup (_ ("What is kept on this computer is deleted. Your requests stay with the support desk."));

  messages = g_strdup_printf (ngettext ("%u message waits to be sent and will be lost.",
                                        "%u messages wait to be sent and will be lost.", unsent->messages),
                              unsent->messages);
  drafts = g_strdup_printf (ngettext ("%u text that you began will be lost.",
                                      "%u texts that you began will be lost.", unsent->drafts),
                            unsent->drafts);
  if (unsent->drafts == 0)
    return g_steal_pointer (&messages);
  if (unsent->messages == 0)
    return g_steal_pointer (&drafts);

  return g_strdup_printf ("%s\n%s", messages, drafts);
}

static void
unsent_counted_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (BalieWindow) self = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *body = NULL;
  BalieUnsent      unsent = {0};

  if (balie_session_count_unsent_finish (BALIE_SESSION (source), result, &unsent, &local_error))
    body = dup_sign_out_text (&unsent);
  else
    body = g_strdup (_ ("It cannot be told what is unsent: the disk cannot be read. What is unsent will be lost."));

  balie_dialogs_ask_async (GTK_WINDOW (self), _ ("Sign Out?"), body, _ ("_Sign Out"), TRUE,
                           sign_out_asked_cb, g_object_ref (self));
}

void
balie_window_sign_out (BalieWindow *self)
{
  balie_session_count_unsent_async (self->session, self->cancellable, unsent_counted_cb, g_object_ref (self));
}
