/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One attachment on its way from the server to this machine, or here already. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-download.h"

struct _BalieDownload
{
  GObject parent_instance;

  BalieAttachment   *attachment;
  char              *path;
  gint64             received;
  BalieDownloadState state;
  BalieError         error_code;
  gboolean           paused;
};

typedef enum {
  PROP_ATTACHMENT = 1,
  PROP_STATE,
  PROP_RECEIVED,
  PROP_ERROR_CODE,
  PROP_PAUSED,
} BalieDownloadProperty;

static GParamSpec *properties[PROP_PAUSED + 1];

enum {
  SIGNAL_WANTED,
  SIGNAL_UNWANTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (BalieDownloadState, balie_download_state, G_DEFINE_ENUM_VALUE (BALIE_DOWNLOAD_ABSENT, "absent"), G_DEFINE_ENUM_VALUE (BALIE_DOWNLOAD_RUNNING, "running"), G_DEFINE_ENUM_VALUE (BALIE_DOWNLOAD_PRESENT, "present"), G_DEFINE_ENUM_VALUE (BALIE_DOWNLOAD_FAILED, "failed"))

G_DEFINE_FINAL_TYPE (BalieDownload, balie_download, G_TYPE_OBJECT)

static void
balie_download_finalize (GObject *object)
{
  BalieDownload *self = BALIE_DOWNLOAD (object);

  g_clear_pointer (&self->attachment, balie_attachment_unref);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (balie_download_parent_class)->finalize (object);
}

static void
balie_download_get_property (GObject    *object,
                             guint       property_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  BalieDownload *self = BALIE_DOWNLOAD (object);

  switch ((BalieDownloadProperty)property_id)
    {
    case PROP_ATTACHMENT:
      g_value_set_boxed (value, self->attachment);
      break;

    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    case PROP_RECEIVED:
      g_value_set_int64 (value, self->received);
      break;

    case PROP_ERROR_CODE:
      g_value_set_int (value, self->error_code);
      break;

    case PROP_PAUSED:
      g_value_set_boolean (value, self->paused);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_download_class_init (BalieDownloadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags   flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = balie_download_finalize;
  object_class->get_property = balie_download_get_property;

  properties[PROP_ATTACHMENT] = g_param_spec_boxed ("attachment", NULL, NULL, BALIE_TYPE_ATTACHMENT, flags);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, BALIE_TYPE_DOWNLOAD_STATE, BALIE_DOWNLOAD_ABSENT, flags);
  properties[PROP_RECEIVED] = g_param_spec_int64 ("received", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_ERROR_CODE] = g_param_spec_int ("error-code", NULL, NULL, 0, BALIE_ERROR_STORAGE, 0, flags);
  properties[PROP_PAUSED] = g_param_spec_boolean ("paused", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_WANTED] = g_signal_new ("wanted", BALIE_TYPE_DOWNLOAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_UNWANTED] = g_signal_new ("unwanted", BALIE_TYPE_DOWNLOAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
balie_download_init (BalieDownload *self)
{
}

BalieDownload *
balie_download_new (BalieAttachment *attachment)
{
  BalieDownload *self;

  g_return_val_if_fail (attachment != NULL, NULL);

  self = g_object_new (BALIE_TYPE_DOWNLOAD, NULL);
  self->attachment = balie_attachment_ref (attachment);

  return self;
}

BalieAttachment *
balie_download_get_attachment (BalieDownload *self)
{
  g_return_val_if_fail (BALIE_IS_DOWNLOAD (self), NULL);

  return self->attachment;
}

BalieDownloadState
balie_download_get_state (BalieDownload *self)
{
  g_return_val_if_fail (BALIE_IS_DOWNLOAD (self), BALIE_DOWNLOAD_ABSENT);

  return self->state;
}

gint64
balie_download_get_received (BalieDownload *self)
{
  g_return_val_if_fail (BALIE_IS_DOWNLOAD (self), 0);

  return self->received;
}

BalieError
balie_download_get_error_code (BalieDownload *self)
{
  g_return_val_if_fail (BALIE_IS_DOWNLOAD (self), BALIE_ERROR_OFFLINE);

  return self->error_code;
}

gboolean
balie_download_get_paused (BalieDownload *self)
{
  g_return_val_if_fail (BALIE_IS_DOWNLOAD (self), FALSE);

  return self->paused;
}

char *
balie_download_dup_path (BalieDownload *self)
{
  g_return_val_if_fail (BALIE_IS_DOWNLOAD (self), NULL);

  return g_strdup (self->path);
}

void
balie_download_start (BalieDownload *self)
{
  g_return_if_fail (BALIE_IS_DOWNLOAD (self));

  if (self->attachment->state != BALIE_ATTACHMENT_READY ||
      self->state == BALIE_DOWNLOAD_RUNNING || self->state == BALIE_DOWNLOAD_PRESENT)
    return;

  g_signal_emit (self, signals[SIGNAL_WANTED], 0);
}

void
balie_download_stop (BalieDownload *self)
{
  g_return_if_fail (BALIE_IS_DOWNLOAD (self));

  if (self->state == BALIE_DOWNLOAD_RUNNING)
    g_signal_emit (self, signals[SIGNAL_UNWANTED], 0);
}

static void
change (BalieDownload     *self,
        BalieDownloadState state,
        gint64             received,
        gboolean           paused,
        BalieError         error_code)
{
  g_object_freeze_notify (G_OBJECT (self));

  if (self->state != state)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  if (self->received != received)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECEIVED]);
  if (self->paused != paused)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAUSED]);
  if (self->error_code != error_code)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR_CODE]);

  self->state = state;
  self->received = received;
  self->paused = paused;
  self->error_code = error_code;
  if (state != BALIE_DOWNLOAD_PRESENT)
    g_clear_pointer (&self->path, g_free);

  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * balie_download_set_attachment:
 * @attachment: the new value, of the same id
 */
void
balie_download_set_attachment (BalieDownload   *self,
                               BalieAttachment *attachment)
{
  g_return_if_fail (BALIE_IS_DOWNLOAD (self));
  g_return_if_fail (attachment != NULL);
  g_return_if_fail (g_strcmp0 (attachment->id, self->attachment->id) == 0);

  if (attachment == self->attachment)
    return;

  balie_attachment_unref (self->attachment);
  self->attachment = balie_attachment_ref (attachment);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ATTACHMENT]);
}

void
balie_download_set_absent (BalieDownload *self,
                           gint64         received)
{
  g_return_if_fail (BALIE_IS_DOWNLOAD (self));

  change (self, BALIE_DOWNLOAD_ABSENT, received, FALSE, BALIE_ERROR_OFFLINE);
}

/**
 * balie_download_set_running:
 * @received: bytes of it that are here
 * @paused: whether it cannot go on for want of a connection
 */
void
balie_download_set_running (BalieDownload *self,
                            gint64         received,
                            gboolean       paused)
{
  g_return_if_fail (BALIE_IS_DOWNLOAD (self));

  change (self, BALIE_DOWNLOAD_RUNNING, received, paused, BALIE_ERROR_OFFLINE);
}

/**
 * balie_download_set_present:
 * @path: of the file, whole and checked
 */
void
balie_download_set_present (BalieDownload *self,
                            const char    *path)
{
  g_return_if_fail (BALIE_IS_DOWNLOAD (self));
  g_return_if_fail (path != NULL);

  g_free (self->path);
  self->path = g_strdup (path);
  change (self, BALIE_DOWNLOAD_PRESENT, self->attachment->size, FALSE, BALIE_ERROR_OFFLINE);
}

/**
 * balie_download_set_failed:
 * @code: what can be done about it
 */
void
balie_download_set_failed (BalieDownload *self,
                           BalieError     code)
{
  g_return_if_fail (BALIE_IS_DOWNLOAD (self));

  change (self, BALIE_DOWNLOAD_FAILED, self->received, FALSE, code);
}
