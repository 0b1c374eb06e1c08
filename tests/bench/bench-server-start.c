/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a server takes until it can be reached, and what memory it needs when nobody asks anything of it. */
#define G_LOG_DOMAIN "balie-bench"

#include "config.h"

#include "balie-bench-desk.h"
#include "balie-bench-load.h"
#include "balie-bench.h"

#define ROUNDS 15
#define MESSAGES 10000

static char *
make_get (guint    client,
          gpointer data)
{
  return balie_bench_customer_make_get (balie_bench_desk_get_customer (data, 0), "/v1/desk");
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new_in (".");
  g_autoptr (BalieBenchDesk) desk = NULL;
  double milliseconds[ROUNDS];
  double pss = 0;

  if (argc != 2)
    {
      g_printerr ("Usage: bench-server-start SERVER\n");
      return 2;
    }

  desk = balie_bench_desk_new (folder, "desk", 1);
  balie_bench_desk_fill_chat (desk, 0, MESSAGES);
  for (int i = 0; i < ROUNDS; i++)
    {
      g_autoptr (BalieBenchLoad) load = NULL;
      gint64 start = g_get_monotonic_time ();

      balie_bench_desk_serve (desk, argv[1]);
      load = balie_bench_load_new (balie_bench_desk_get_port (desk), 1, make_get, desk);
      balie_bench_load_run (load, 0, 200, NULL);
      milliseconds[i] = (double)(g_get_monotonic_time () - start) / 1000;

      pss = MAX (pss, balie_bench_get_pss (balie_bench_desk_get_pid (desk)));
      balie_bench_desk_stop (desk);
    }

  balie_bench_print_percentiles ("server-start-to-first-answer", milliseconds, ROUNDS, NULL, NULL);
  balie_bench_print ("server-idle-pss", pss, "MiB");
  return 0;
}
