/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ten thousand open event streams: their memory, what they take from others, and one event to all of them. */
#define G_LOG_DOMAIN "balie-bench"

#include "config.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "balie-bench-desk.h"
#include "balie-bench-load.h"
#include "balie-bench.h"

#define STREAMS 10000
#define OPENED_AT_ONCE 200
#define SECONDS 3
#define PATIENCE_MILLISECONDS 10000

/* Files beside the streams, of this process and of the server. */
#define OTHER_FILES 200

/* What meson takes for a test that was skipped. */
#define SKIPPED 77

static gboolean
raise_open_files (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return FALSE;

  limit.rlim_cur = limit.rlim_max;
  return setrlimit (RLIMIT_NOFILE, &limit) == 0 && limit.rlim_max >= STREAMS + OTHER_FILES;
}

static int
ask_for_stream (BalieBenchDesk *desk)
{
  g_autofree char   *request = balie_bench_customer_make_get (balie_bench_desk_get_customer (desk, 0), "/v1/events");
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons (balie_bench_desk_get_port (desk)), .sin_addr.s_addr = htonl (INADDR_LOOPBACK)};
  int                fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (fd < 0 || connect (fd, (struct sockaddr *)&address, sizeof address) != 0 ||
      send (fd, request, strlen (request), MSG_NOSIGNAL) != (gssize)strlen (request))
    g_error ("A stream cannot be opened: %s", g_strerror (errno));
  return fd;
}

/* Waits until the stream says its first comment, from when on it is told everything. */
static void
wait_until_open (int fd)
{
  char  text[4096] = "";
  gsize length = 0;

  while (strstr (text, "\r\n\r\n:") == NULL)
    {
      gssize n_read = recv (fd, text + length, sizeof text - 1 - length, 0);

      if (n_read <= 0)
        g_error ("A stream does not open: %s", text);
      length += (gsize)n_read;
      text[length] = '\0';
    }
}

static void
open_streams (BalieBenchDesk *desk,
              int            *fds)
{
  for (int done = 0; done < STREAMS; done += OPENED_AT_ONCE)
    {
      for (int i = done; i < done + OPENED_AT_ONCE; i++)
        fds[i] = ask_for_stream (desk);
      for (int i = done; i < done + OPENED_AT_ONCE; i++)
        wait_until_open (fds[i]);
    }
}

static char *
make_get (guint    client,
          gpointer data)
{
  return balie_bench_customer_make_get (balie_bench_desk_get_customer (data, 0), "/v1/me");
}

static char *
make_message (guint    client,
              gpointer data)
{
  return balie_bench_customer_make_message (balie_bench_desk_get_customer (data, 0));
}

static void
measure_get (BalieBenchDesk *desk,
             const char     *name)
{
  g_autoptr (BalieBenchLoad) load = balie_bench_load_new (balie_bench_desk_get_port (desk), 1, make_get, desk);
  g_autoptr (GArray) milliseconds = g_array_new (FALSE, FALSE, sizeof (double));

  balie_bench_load_run (load, SECONDS, 200, milliseconds);
  balie_bench_print_percentiles (name, (double *)(gpointer)milliseconds->data, milliseconds->len, NULL, NULL);
}

/* A stream also brings comments meanwhile. */
static gboolean
has_come (int fd)
{
  char   text[8192];
  gssize n_read = recv (fd, text, sizeof text - 1, 0);

  if (n_read <= 0)
    g_error ("A stream ended");
  text[n_read] = '\0';
  return strstr (text, "message.created") != NULL;
}

/* From sending a message until the last of the streams has its event. */
static double
measure_event (BalieBenchDesk *desk,
               const int      *fds)
{
  g_autoptr (BalieBenchLoad) load = balie_bench_load_new (balie_bench_desk_get_port (desk), 1, make_message, desk);
  int    epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
  int    n_missing = STREAMS;
  gint64 start;

  for (int i = 0; i < STREAMS; i++)
    {
      struct epoll_event event = {.events = EPOLLIN, .data.fd = fds[i]};

      epoll_ctl (epoll_fd, EPOLL_CTL_ADD, fds[i], &event);
    }

  start = g_get_monotonic_time ();
  balie_bench_load_run (load, 0, 201, NULL);
  while (n_missing > 0)
    {
      struct epoll_event events[256];
      int                n_events = epoll_wait (epoll_fd, events, G_N_ELEMENTS (events), PATIENCE_MILLISECONDS);

      if (n_events <= 0)
        g_error ("%d streams were not told", n_missing);
      for (int i = 0; i < n_events; i++)
        n_missing -= has_come (events[i].data.fd);
    }

  close (epoll_fd);
  return (double)(g_get_monotonic_time () - start) / 1000;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new_in (".");
  g_autoptr (BalieBenchDesk) desk = NULL;
  g_autofree int *fds = g_new (int, STREAMS);
  gint64          start;
  double          before;

  if (argc != 2)
    {
      g_printerr ("Usage: bench-server-streams SERVER\n");
      return 2;
    }
  if (!raise_open_files ())
    {
      g_printerr ("A process may not open %d files here\n", STREAMS + OTHER_FILES);
      return SKIPPED;
    }

  desk = balie_bench_desk_new (folder, "desk", 1);
  balie_bench_desk_serve (desk, argv[1]);
  measure_get (desk, "small-get-alone");

  before = balie_bench_get_pss (balie_bench_desk_get_pid (desk));
  start = g_get_monotonic_time ();
  open_streams (desk, fds);
  balie_bench_print ("open-streams", STREAMS * (double)G_USEC_PER_SEC / (double)(g_get_monotonic_time () - start), "streams/s");
  balie_bench_print ("memory-of-a-stream", (balie_bench_get_pss (balie_bench_desk_get_pid (desk)) - before) * 1024 / STREAMS, "KiB");
  measure_get (desk, "small-get-beside-10000-streams");
  balie_bench_print ("event-to-10000-streams", measure_event (desk, fds), "ms");

  for (int i = 0; i < STREAMS; i++)
    close (fds[i]);
  return 0;
}
