/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts the messages that a server acknowledges a second, each durably on disk, sent by many customers at once. */
#define G_LOG_DOMAIN "balie-bench"

#include "config.h"

#include "balie-bench-database.h"
#include "balie-bench-desk.h"
#include "balie-bench-load.h"
#include "balie-bench.h"

#define CUSTOMERS 64
#define SECONDS 4

static char *
make_message (guint    client,
              gpointer data)
{
  return balie_bench_customer_make_message (balie_bench_desk_get_customer (data, client));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new_in (".");
  g_autoptr (BalieBenchDesk) desk = NULL;
  g_autoptr (BalieBenchLoad) load = NULL;
  double floor;
  double before;
  double rate;
  double processor;

  if (argc != 2)
    {
      g_printerr ("Usage: bench-server SERVER\n");
      return 2;
    }

  floor = balie_bench_database_measure_alone (folder, CUSTOMERS);
  desk = balie_bench_desk_new (folder, "desk", CUSTOMERS);
  balie_bench_desk_serve (desk, argv[1]);
  load = balie_bench_load_new (balie_bench_desk_get_port (desk), CUSTOMERS, make_message, desk);

  before = balie_bench_get_processor_seconds (balie_bench_desk_get_pid (desk));
  rate = balie_bench_load_run (load, SECONDS, 201, NULL);
  processor = balie_bench_get_processor_seconds (balie_bench_desk_get_pid (desk)) - before;

  balie_bench_print ("server-durable-messages", rate, "messages/s");
  balie_bench_print ("server-durable-messages-beside-sqlite-alone", rate / floor, "x");
  balie_bench_print ("server-processor-for-a-message", processor * 1e6 / (rate * SECONDS), "us");
  return 0;
}
