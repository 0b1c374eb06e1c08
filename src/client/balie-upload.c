/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file that goes with a draft or a message, from its copy on this machine to the server. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-upload.h"

#include "balie-upload-private.h"

struct _BalieUpload
{
  GObject parent_instance;

  /* owned */
  char *id;
  char *name;
  char *media_type;
  char *path;
  char *sha256;
  char *error_type;

  gint64           size;
  gint64           sent;
  BalieUploadState state;
  BalieError       error_code;
  int              seconds_left;
  gboolean         paused;
};

typedef enum {
  PROP_ID = 1,
  PROP_NAME,
  PROP_MEDIA_TYPE,
  PROP_SIZE,
  PROP_SENT,
  PROP_STATE,
  PROP_SECONDS_LEFT,
  PROP_PAUSED,
  PROP_ERROR_CODE,
  PROP_ERROR_TYPE,
} BalieUploadProperty;

static GParamSpec *properties[PROP_ERROR_TYPE + 1];

G_DEFINE_ENUM_TYPE (BalieUploadState, balie_upload_state, G_DEFINE_ENUM_VALUE (BALIE_UPLOAD_COPYING, "copying"), G_DEFINE_ENUM_VALUE (BALIE_UPLOAD_WAITING, "waiting"), G_DEFINE_ENUM_VALUE (BALIE_UPLOAD_SENDING, "sending"), G_DEFINE_ENUM_VALUE (BALIE_UPLOAD_SENT, "sent"), G_DEFINE_ENUM_VALUE (BALIE_UPLOAD_REFUSED, "refused"))

G_DEFINE_FINAL_TYPE (BalieUpload, balie_upload, G_TYPE_OBJECT)

static void
notify (BalieUpload        *self,
        BalieUploadProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
balie_upload_finalize (GObject *object)
{
  BalieUpload *self = BALIE_UPLOAD (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->media_type, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->sha256, g_free);
  g_clear_pointer (&self->error_type, g_free);

  G_OBJECT_CLASS (balie_upload_parent_class)->finalize (object);
}

static void
balie_upload_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  BalieUpload *self = BALIE_UPLOAD (object);

  switch ((BalieUploadProperty)property_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_MEDIA_TYPE:
      g_value_set_string (value, self->media_type);
      break;

    case PROP_SIZE:
      g_value_set_int64 (value, self->size);
      break;

    case PROP_SENT:
      g_value_set_int64 (value, self->sent);
      break;

    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    case PROP_SECONDS_LEFT:
      g_value_set_int (value, self->seconds_left);
      break;

    case PROP_PAUSED:
      g_value_set_boolean (value, self->paused);
      break;

    case PROP_ERROR_CODE:
      g_value_set_int (value, self->error_code);
      break;

    case PROP_ERROR_TYPE:
      g_value_set_string (value, self->error_type);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
balie_upload_class_init (BalieUploadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags   flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = balie_upload_finalize;
  object_class->get_property = balie_upload_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_MEDIA_TYPE] = g_param_spec_string ("media-type", NULL, NULL, NULL, flags);
  properties[PROP_SIZE] = g_param_spec_int64 ("size", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_SENT] = g_param_spec_int64 ("sent", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, BALIE_TYPE_UPLOAD_STATE, BALIE_UPLOAD_COPYING, flags);
  properties[PROP_SECONDS_LEFT] = g_param_spec_int ("seconds-left", NULL, NULL, -1, G_MAXINT, -1, flags);
  properties[PROP_PAUSED] = g_param_spec_boolean ("paused", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR_CODE] = g_param_spec_int ("error-code", NULL, NULL, 0, BALIE_ERROR_STORAGE, 0, flags);
  properties[PROP_ERROR_TYPE] = g_param_spec_string ("error-type", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
balie_upload_init (BalieUpload *self)
{
  self->seconds_left = -1;
}

BalieUpload *
balie_upload_new (const char *id,
                  const char *name,
                  const char *media_type,
                  gint64      size)
{
  BalieUpload *self;

  g_return_val_if_fail (id != NULL && name != NULL && media_type != NULL, NULL);
  g_return_val_if_fail (size >= 0, NULL);

  self = g_object_new (BALIE_TYPE_UPLOAD, NULL);
  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->media_type = g_strdup (media_type);
  self->size = size;

  return self;
}

const char *
balie_upload_get_id (BalieUpload *self)
{
  g_return_val_if_fail (BALIE_IS_UPLOAD (self), NULL);

  return self->id;
}

const char *
balie_upload_get_name (BalieUpload *self)
{
  g_return_val_if_fail (BALIE_IS_UPLOAD (self), NULL);

  return self->name;
}

const char *
balie_upload_get_media_type (BalieUpload *self)
{
  g_return_val_if_fail (BALIE_IS_UPLOAD (self), NULL);

  return self->media_type;
}

gint64
balie_upload_get_size (BalieUpload *self)
{
  g_return_val_if_fail (BALIE_IS_UPLOAD (self), 0);

  return self->size;
}

gint64
balie_upload_get_sent (BalieUpload *self)
{
  g_return_val_if_fail (BALIE_IS_UPLOAD (self), 0);

  return self->sent;
}

BalieUploadState
balie_upload_get_state (BalieUpload *self)
{
  g_return_val_if_fail (BALIE_IS_UPLOAD (self), BALIE_UPLOAD_REFUSED);

  return self->state;
}

int
balie_upload_get_seconds_left (BalieUpload *self)
{
  g_return_val_if_fail (BALIE_IS_UPLOAD (self), -1);

  return self->seconds_left;
}

gboolean
balie_upload_get_paused (BalieUpload *self)
{
  g_return_val_if_fail (BALIE_IS_UPLOAD (self), FALSE);

  return self->paused;
}

BalieError
balie_upload_get_error_code (BalieUpload *self)
{
  g_return_val_if_fail (BALIE_IS_UPLOAD (self), BALIE_ERROR_STORAGE);

  return self->error_code;
}

const char *
balie_upload_get_error_type (BalieUpload *self)
{
  g_return_val_if_fail (BALIE_IS_UPLOAD (self), NULL);

  return self->error_type;
}

char *
balie_upload_dup_path (BalieUpload *self)
{
  g_return_val_if_fail (BALIE_IS_UPLOAD (self), NULL);

  return g_strdup (self->path);
}

static void
set_string (BalieUpload        *self,
            char              **field,
            const char         *value,
            BalieUploadProperty property)
{
  if (g_strcmp0 (*field, value) == 0)
    return;

  g_free (*field);
  *field = g_strdup (value);
  notify (self, property);
}

static void
set_size (BalieUpload        *self,
          gint64             *field,
          gint64              value,
          BalieUploadProperty property)
{
  if (*field == value)
    return;

  *field = value;
  notify (self, property);
}

void
balie_upload_describe (BalieUpload *self,
                       const char  *name,
                       const char  *media_type,
                       gint64       size)
{
  g_return_if_fail (BALIE_IS_UPLOAD (self));

  set_string (self, &self->name, name, PROP_NAME);
  set_string (self, &self->media_type, media_type, PROP_MEDIA_TYPE);
  set_size (self, &self->size, size, PROP_SIZE);
}

void
balie_upload_set_copy (BalieUpload *self,
                       const char  *path,
                       const char  *sha256)
{
  g_return_if_fail (BALIE_IS_UPLOAD (self));

  g_free (self->path);
  self->path = g_strdup (path);
  g_free (self->sha256);
  self->sha256 = g_strdup (sha256);
}

const char *
balie_upload_get_sha256 (BalieUpload *self)
{
  g_return_val_if_fail (BALIE_IS_UPLOAD (self), NULL);

  return self->sha256;
}

static void
set_state (BalieUpload     *self,
           BalieUploadState state,
           BalieError       code,
           const char      *type)
{
  g_object_freeze_notify (G_OBJECT (self));
  set_string (self, &self->error_type, type, PROP_ERROR_TYPE);
  if (self->error_code != code)
    {
      self->error_code = code;
      notify (self, PROP_ERROR_CODE);
    }
  if (self->state != state)
    {
      self->state = state;
      notify (self, PROP_STATE);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

void
balie_upload_set_state (BalieUpload     *self,
                        BalieUploadState state)
{
  g_return_if_fail (BALIE_IS_UPLOAD (self));
  g_return_if_fail (state != BALIE_UPLOAD_REFUSED);

  set_state (self, state, 0, NULL);
}

void
balie_upload_set_refused (BalieUpload *self,
                          BalieError   code,
                          const char  *type)
{
  g_return_if_fail (BALIE_IS_UPLOAD (self));
  g_return_if_fail (type != NULL);

  set_state (self, BALIE_UPLOAD_REFUSED, code, type);
}

void
balie_upload_set_progress (BalieUpload *self,
                           gint64       sent,
                           int          seconds_left)
{
  g_return_if_fail (BALIE_IS_UPLOAD (self));
  g_return_if_fail (sent >= 0 && seconds_left >= -1);

  g_object_freeze_notify (G_OBJECT (self));
  set_size (self, &self->sent, sent, PROP_SENT);
  if (self->seconds_left != seconds_left)
    {
      self->seconds_left = seconds_left;
      notify (self, PROP_SECONDS_LEFT);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

void
balie_upload_set_paused (BalieUpload *self,
                         gboolean     paused)
{
  g_return_if_fail (BALIE_IS_UPLOAD (self));

  if (self->paused == paused)
    return;

  self->paused = paused;
  notify (self, PROP_PAUSED);
}
