/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what was typed for a server to an address that may be used. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-server-consent.h"

#include "balie-server-address.h"
#include "compat/balie-dialogs.h"

#include <glib/gi18n.h>

#define KEY_CONFIRMED "unencrypted-servers"

typedef struct
{
  GSettings *settings;
  char      *address;
} ConsentData;

static void
consent_data_free (ConsentData *data)
{
  g_object_unref (data->settings);
  g_free (data->address);
  g_free (data);
}

static void
remember (ConsentData *data)
{
  g_auto (GStrv) confirmed = g_settings_get_strv (data->settings, KEY_CONFIRMED);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) more = NULL;

  g_strv_builder_addv (builder, (const char **)confirmed);
  g_strv_builder_add (builder, data->address);
  more = g_strv_builder_end (builder);
  g_settings_set_strv (data->settings, KEY_CONFIRMED, (const char *const *)more);
}

static void
asked_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  ConsentData *data = g_task_get_task_data (task);

  if (!balie_dialogs_ask_finish (result))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The warning was not confirmed");
      return;
    }

  remember (data);
  g_task_return_pointer (task, g_strdup (data->address), g_free);
}

void
balie_server_consent_async (GtkWindow          *parent,
                            GSettings          *settings,
                            const char         *typed,
                            GAsyncReadyCallback callback,
                            gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (parent, NULL, callback, user_data);
  g_autoptr (GError) local_error = NULL;
  g_auto (GStrv) confirmed = g_settings_get_strv (settings, KEY_CONFIRMED);
  BalieAddressSafety safety;
  ConsentData       *data;
  char              *address;

  g_task_set_source_tag (task, balie_server_consent_async);

  address = balie_server_address_parse (typed, &safety, &local_error);
  if (address == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&local_error));
      return;
    }

  if (safety == BALIE_ADDRESS_SAFE || g_strv_contains ((const char *const *)confirmed, address))
    {
      g_task_return_pointer (task, address, g_free);
      return;
    }

  data = g_new0 (ConsentData, 1);
  data->settings = g_object_ref (settings);
  data->address = address;
  g_task_set_task_data (task, data, (GDestroyNotify)consent_data_free);
  balie_dialogs_ask_async (parent,
                           _ ("Connect Without Encryption?"),
                           _ ("The connection to this server is not encrypted. Others on the network can read your password and all that you write, and change it. Use it only on a network that you trust."),
                           _ ("_Connect Anyway"),
                           TRUE,
                           asked_cb,
                           g_steal_pointer (&task));
}

char *
balie_server_consent_finish (GAsyncResult *result,
                             GError      **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
