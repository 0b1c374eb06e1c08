/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole server, put together from its parts. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-server.h"

#include "balie-error.h"
#include "balie-maintenance.h"
#include "balie-routes.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define N_READERS 2
#define N_PASSWORD_THREADS 2
#define MAX_WAITING_LOGINS 64
#define MAX_THROTTLED 100000
#define MAX_CALLERS 20000

struct _BalieServer
{
  GObject parent_instance;

  /* owned */
  char              *listen;
  char              *data;
  BalieDeskService  *service;
  BalieEventStreams *streams;
  BaliePresence     *presence;
  BaliePasswords    *passwords;
  BalieThrottle     *throttle;
  BalieTypingLimit  *typing_limit;
  BalieCallerCache  *callers;
  BalieUploads      *uploads;
  BalieArticles     *articles;
  BalieFinder       *finder;
  BalieMaintenance  *maintenance;
  BalieRouter       *router;
  BalieHttpFront    *front;
  int                lock;

  BalieRouteContext context; /* of what is owned above */
};

G_DEFINE_FINAL_TYPE (BalieServer, balie_server, G_TYPE_OBJECT)

/* Two servers on one folder would each keep the other's streams waiting; the kernel takes the lock back when a server dies. */
static gboolean
lock_folder (BalieServer *self,
             GError     **error)
{
  g_autofree char *path = g_build_filename (self->data, "lock", NULL);

  if (g_mkdir_with_parents (self->data, 0700) != 0)
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE, "%s: %s", self->data, g_strerror (errno));
      return FALSE;
    }

  self->lock = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->lock < 0)
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_STORAGE, "%s: %s", path, g_strerror (errno));
      return FALSE;
    }
  if (flock (self->lock, LOCK_EX | LOCK_NB) != 0)
    {
      g_set_error (error, BALIE_ERROR, BALIE_ERROR_CONFLICT, "%s: another balie-server uses this folder", self->data);
      return FALSE;
    }
  return TRUE;
}

static void
event_committed (BalieServer      *self,
                 const char       *stream,
                 BalieLoggedEvent *event)
{
  balie_event_streams_broadcast (self->streams, stream, event);
}

static void
session_ended (BalieServer *self,
               const char  *session)
{
  balie_caller_cache_forget (self->callers, session);
  balie_event_streams_end_session (self->streams, session);
}

static void
add_routes (BalieServer *self)
{
  self->context = (BalieRouteContext){
    .service = self->service,
    .streams = self->streams,
    .presence = self->presence,
    .passwords = self->passwords,
    .throttle = self->throttle,
    .typing_limit = self->typing_limit,
    .callers = self->callers,
    .uploads = self->uploads,
    .articles = self->articles,
    .finder = self->finder,
  };
  balie_router_set_authenticator (self->router, balie_routes_authenticate, &self->context);
  balie_routes_add_desk (self->router, &self->context);
  balie_routes_add_session (self->router, &self->context);
  balie_routes_add_me (self->router, &self->context);
  balie_routes_add_stream (self->router, &self->context);
  balie_routes_add_conversation (self->router, &self->context);
  balie_routes_add_message (self->router, &self->context);
  balie_routes_add_customer (self->router, &self->context);
  balie_routes_add_upload (self->router, &self->context);
  balie_routes_add_article (self->router, &self->context);
}

/* The desk says that there are articles when there are any. */
static void
articles_changed (BalieServer *self)
{
  balie_desk_service_set_feature (self->service, BALIE_FEATURE_ARTICLES, balie_articles_get_count (self->articles) > 0);
}

/* The folder in the folder of data is made when it is not there, so that what is put into it is seen. */
static void
open_articles (BalieServer       *self,
               BalieServerConfig *config)
{
  g_autofree char *path = balie_server_config_dup_articles (config);

  if (g_mkdir_with_parents (path, 0700) != 0)
    g_message ("%s: %s", path, g_strerror (errno));
  self->articles = balie_articles_new (path, balie_desk_service_get_desk (self->service)->languages[0]);
  g_signal_connect_object (self->articles, "changed", G_CALLBACK (articles_changed), self, G_CONNECT_SWAPPED);
  articles_changed (self);
}

static void
balie_server_dispose (GObject *object)
{
  BalieServer *self = BALIE_SERVER (object);

  if (self->uploads != NULL)
    balie_uploads_stop (self->uploads);
  if (self->finder != NULL)
    balie_finder_close (self->finder);
  if (self->service != NULL)
    balie_desk_service_close (self->service);
  g_clear_object (&self->front);
  g_clear_object (&self->router);
  g_clear_object (&self->maintenance);
  g_clear_object (&self->uploads);
  g_clear_object (&self->articles);
  g_clear_object (&self->finder);
  g_clear_object (&self->presence);
  g_clear_object (&self->streams);
  g_clear_object (&self->passwords);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (balie_server_parent_class)->dispose (object);
}

static void
balie_server_finalize (GObject *object)
{
  BalieServer *self = BALIE_SERVER (object);

  g_clear_pointer (&self->throttle, balie_throttle_free);
  g_clear_pointer (&self->typing_limit, balie_typing_limit_free);
  g_clear_pointer (&self->callers, balie_caller_cache_free);
  g_free (self->listen);
  g_free (self->data);
  if (self->lock >= 0)
    close (self->lock);

  G_OBJECT_CLASS (balie_server_parent_class)->finalize (object);
}

static void
balie_server_class_init (BalieServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = balie_server_dispose;
  object_class->finalize = balie_server_finalize;
}

static void
balie_server_init (BalieServer *self)
{
  self->lock = -1;
}

BalieServer *
balie_server_new (BalieServerConfig *config,
                  GError           **error)
{
  g_autoptr (BalieServer) self = g_object_new (BALIE_TYPE_SERVER, NULL);
  g_autofree char *database = balie_server_config_dup_database (config);
  g_autofree char *index = balie_server_config_dup_index (config);
  g_auto (GStrv) scan_command = balie_server_config_dup_scan_command (config);
  BalieFileStore *files;

  self->listen = g_strdup (balie_server_config_get_listen (config));
  self->data = g_strdup (balie_server_config_get_data (config));
  if (!lock_folder (self, error))
    return NULL;

  self->service = balie_desk_service_open (database, balie_server_config_get_desk (config), N_READERS, error);
  if (self->service == NULL)
    return NULL;

  self->finder = balie_finder_new (self->service, index, database, error);
  if (self->finder == NULL)
    return NULL;

  files = balie_file_store_new (self->data, error);
  if (files == NULL)
    return NULL;

  self->uploads = balie_uploads_new (self->service, files, (const char *const *)scan_command, balie_server_config_get_quota (config));
  self->streams = balie_event_streams_new (BALIE_EVENT_LOG (self->service), balie_desk_service_get_desk (self->service)->epoch);
  g_signal_connect_object (self->service, "event-committed", G_CALLBACK (event_committed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->service, "session-ended", G_CALLBACK (session_ended), self, G_CONNECT_SWAPPED);
  open_articles (self, config);
  self->presence = balie_presence_new (self->streams);
  self->passwords = balie_passwords_new (N_PASSWORD_THREADS, MAX_WAITING_LOGINS);
  self->throttle = balie_throttle_new (MAX_THROTTLED);
  self->typing_limit = balie_typing_limit_new ();
  self->callers = balie_caller_cache_new (MAX_CALLERS);
  self->maintenance = balie_maintenance_new (self->service, self->uploads, self->data, balie_server_config_get_close_after (config));
  self->router = balie_router_new ();
  add_routes (self);
  self->front = balie_http_front_new (self->router);
  balie_http_front_set_trusts_proxy (self->front, balie_server_config_get_trusts_proxy (config));
  return g_steal_pointer (&self);
}

gboolean
balie_server_start (BalieServer *self,
                    GError     **error)
{
  g_return_val_if_fail (BALIE_IS_SERVER (self), FALSE);

  return balie_http_front_listen (self->front, self->listen, error);
}

guint16
balie_server_get_port (BalieServer *self)
{
  g_return_val_if_fail (BALIE_IS_SERVER (self), 0);

  return balie_http_front_get_port (self->front);
}

char *
balie_server_dup_address (BalieServer *self)
{
  g_return_val_if_fail (BALIE_IS_SERVER (self), NULL);

  return g_strdup_printf ("http://%.*s:%u", (int)(strrchr (self->listen, ':') - self->listen), self->listen, balie_server_get_port (self));
}

static void
front_stopped (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  BalieServer *self = g_task_get_source_object (task);
  g_autoptr (GError) local_error = NULL;

  if (!balie_http_front_stop_finish (BALIE_HTTP_FRONT (source), result, &local_error))
    g_message ("Stopping was cut short: %s", local_error->message);

  balie_uploads_stop (self->uploads);
  balie_finder_close (self->finder);
  balie_desk_service_close (self->service);
  g_task_return_boolean (task, TRUE);
}

void
balie_server_stop_async (BalieServer        *self,
                         GAsyncReadyCallback callback,
                         gpointer            user_data)
{
  GTask *task;

  g_return_if_fail (BALIE_IS_SERVER (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, balie_server_stop_async);

  /* First, for who waits for events would be waited for. */
  balie_event_streams_end_all (self->streams);
  balie_http_front_stop_async (self->front, NULL, front_stopped, task);
}

void
balie_server_stop_finish (BalieServer  *self,
                          GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, self));

  g_task_propagate_boolean (G_TASK (result), NULL);
}

BalieDeskService *
balie_server_get_service (BalieServer *self)
{
  g_return_val_if_fail (BALIE_IS_SERVER (self), NULL);

  return self->service;
}

BalieEventStreams *
balie_server_get_streams (BalieServer *self)
{
  g_return_val_if_fail (BALIE_IS_SERVER (self), NULL);

  return self->streams;
}

BaliePresence *
balie_server_get_presence (BalieServer *self)
{
  g_return_val_if_fail (BALIE_IS_SERVER (self), NULL);

  return self->presence;
}

BalieUploads *
balie_server_get_uploads (BalieServer *self)
{
  g_return_val_if_fail (BALIE_IS_SERVER (self), NULL);

  return self->uploads;
}

BalieHttpFront *
balie_server_get_front (BalieServer *self)
{
  g_return_val_if_fail (BALIE_IS_SERVER (self), NULL);

  return self->front;
}

BalieRouter *
balie_server_get_router (BalieServer *self)
{
  g_return_val_if_fail (BALIE_IS_SERVER (self), NULL);

  return self->router;
}
