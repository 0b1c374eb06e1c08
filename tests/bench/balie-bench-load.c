/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many HTTP clients in one thread, so that they take little of the machine from the server that they measure. */
#define G_LOG_DOMAIN "balie-bench"

#include "config.h"

#include "balie-bench-load.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_EVENTS 64

typedef struct
{
  guint    number;
  int      fd;
  gboolean is_waiting;
  gint64   asked_at;
  GString *answer;
} Client;

struct _BalieBenchLoad
{
  int               epoll_fd;
  Client           *clients;
  guint             n_clients;
  BalieBenchRequest request;
  gpointer          data;
};

static int
connect_to (guint16 port)
{
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons (port), .sin_addr.s_addr = htonl (INADDR_LOOPBACK)};
  int                one = 1;
  int                fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (fd < 0 || connect (fd, (struct sockaddr *)&address, sizeof address) != 0)
    g_error ("connect: %s", g_strerror (errno));
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return fd;
}

BalieBenchLoad *
balie_bench_load_new (guint16           port,
                      guint             n_clients,
                      BalieBenchRequest request,
                      gpointer          data)
{
  BalieBenchLoad *self = g_new0 (BalieBenchLoad, 1);

  self->epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  self->clients = g_new0 (Client, n_clients);
  self->n_clients = n_clients;
  self->request = request;
  self->data = data;
  for (guint i = 0; i < n_clients; i++)
    {
      Client            *client = &self->clients[i];
      struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};

      client->number = i;
      client->fd = connect_to (port);
      client->answer = g_string_new (NULL);
      epoll_ctl (self->epoll_fd, EPOLL_CTL_ADD, client->fd, &event);
    }
  return self;
}

void
balie_bench_load_free (BalieBenchLoad *self)
{
  for (guint i = 0; i < self->n_clients; i++)
    {
      close (self->clients[i].fd);
      g_string_free (self->clients[i].answer, TRUE);
    }
  close (self->epoll_fd);
  g_free (self->clients);
  g_free (self);
}

static void
ask (BalieBenchLoad *self,
     Client         *client)
{
  g_autofree char *request = self->request (client->number, self->data);
  gsize            length = strlen (request);

  g_string_truncate (client->answer, 0);
  client->is_waiting = TRUE;
  client->asked_at = g_get_monotonic_time ();
  if (send (client->fd, request, length, MSG_NOSIGNAL) != (gssize)length)
    g_error ("send: %s", g_strerror (errno));
}

/* Whether the answer is there as a whole; the server gives the length of every body, under its full name. */
static gboolean
is_whole (const GString *answer)
{
  const char *body = strstr (answer->str, "\r\n\r\n");
  const char *length = strstr (answer->str, "\r\nContent-Length: ");

  if (body == NULL)
    return FALSE;
  body += strlen ("\r\n\r\n");
  if (length == NULL || length > body)
    return TRUE;
  return answer->len - (gsize)(body - answer->str) >= strtoul (length + strlen ("\r\nContent-Length: "), NULL, 10);
}

static gboolean
read_answer (Client *client,
             int     status)
{
  char   buffer[16384];
  gssize n_read = recv (client->fd, buffer, sizeof buffer, 0);

  if (n_read <= 0)
    g_error ("The server hung up");

  g_string_append_len (client->answer, buffer, n_read);
  if (!is_whole (client->answer))
    return FALSE;

  client->is_waiting = FALSE;
  if (atoi (client->answer->str + strlen ("HTTP/1.1 ")) != status)
    g_error ("The answer is %s", client->answer->str);
  return TRUE;
}

double
balie_bench_load_run (BalieBenchLoad *self,
                      double          seconds,
                      int             status,
                      GArray         *milliseconds)
{
  gint64 start = g_get_monotonic_time ();
  gint64 now = start;
  guint  n_waiting = self->n_clients;
  guint  n_answers = 0;

  for (guint i = 0; i < self->n_clients; i++)
    ask (self, &self->clients[i]);

  while (n_waiting > 0)
    {
      struct epoll_event events[MAX_EVENTS];
      int                n_events = epoll_wait (self->epoll_fd, events, MAX_EVENTS, -1);

      for (int i = 0; i < n_events; i++)
        {
          Client *client = events[i].data.ptr;

          if (!client->is_waiting || !read_answer (client, status))
            continue;

          now = g_get_monotonic_time ();
          n_answers++;
          if (milliseconds != NULL)
            {
              double took = (double)(now - client->asked_at) / 1000;

              g_array_append_val (milliseconds, took);
            }
          if ((double)(now - start) < seconds * G_USEC_PER_SEC)
            ask (self, client);
          else
            n_waiting--;
        }
    }

  return (double)n_answers * G_USEC_PER_SEC / (double)(now - start);
}
