/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the pages of lists cost when there is ten times as much behind them: they are read by key, so it should be the same. */
#define G_LOG_DOMAIN "balie-bench"

#include "config.h"

#include "balie-bench-desk.h"
#include "balie-bench-load.h"
#include "balie-bench.h"

#define SECONDS 0.7
#define GROWTH 10
#define MESSAGES 1000
#define REQUESTS 500

/* All of the same length at either size; `CHAT` and `EPOCH` stand for the desk's own. */
static const struct
{
  const char *name;
  const char *path;
} pages[] = {
  {"messages-newest", "/v1/conversations/CHAT/messages?limit=50"},
  {"messages-middle", "/v1/conversations/CHAT/messages?limit=50&before=500"},
  {"conversations", "/v1/conversations?limit=50"},
  {"conversations-of-no-such-status", "/v1/conversations?limit=50&status=closed"},
  {"found-by-a-rare-word", "/v1/conversations?limit=50&q=zebra"},
  {"found-by-a-common-word", "/v1/conversations?limit=50&q=administrator"},
  {"sync", "/v1/sync?limit=200&since=EPOCH.100"},
  {"snapshot", "/v1/snapshot?limit=50"},
  {"snapshot-middle", "/v1/snapshot?limit=50&cursor=80000000-0000-4000-8000-000000000000"},
};

typedef struct
{
  const BalieBenchCustomer *customer;
  char                     *path;
} Page;

static char *
make_get (guint    client,
          gpointer data)
{
  const Page *page = data;

  return balie_bench_customer_make_get (page->customer, page->path);
}

static double
measure_page (BalieBenchDesk *desk,
              const char     *path)
{
  g_autoptr (BalieBenchLoad) load = NULL;
  g_autoptr (GString) own = g_string_new (path);
  Page page = {.customer = balie_bench_desk_get_customer (desk, 0)};

  g_string_replace (own, "CHAT", page.customer->chat, 0);
  g_string_replace (own, "EPOCH", balie_bench_desk_get_epoch (desk), 0);
  page.path = own->str;
  load = balie_bench_load_new (balie_bench_desk_get_port (desk), 1, make_get, &page);
  return 1000 / balie_bench_load_run (load, SECONDS, 200, NULL);
}

static BalieBenchDesk *
fill_desk (BalieTestFolder *folder,
           const char      *name,
           guint            size)
{
  BalieBenchDesk *desk = balie_bench_desk_new (folder, name, 1);

  balie_bench_desk_fill_chat (desk, 0, size * MESSAGES);
  balie_bench_desk_fill_requests (desk, 0, size * REQUESTS);
  return desk;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (BalieTestFolder) folder = balie_test_folder_new_in (".");
  g_autoptr (BalieBenchDesk) small = NULL;
  g_autoptr (BalieBenchDesk) large = NULL;

  if (argc != 2)
    {
      g_printerr ("Usage: bench-server-growth SERVER\n");
      return 2;
    }

  small = fill_desk (folder, "small", 1);
  large = fill_desk (folder, "large", GROWTH);
  balie_bench_desk_serve (small, argv[1]);
  balie_bench_desk_serve (large, argv[1]);

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *name = g_strconcat ("page-of-", pages[i].name, NULL);
      g_autofree char *ratio_name = g_strdup_printf ("%s-with-%d-times-as-much", name, GROWTH);
      double           before = measure_page (small, pages[i].path);

      balie_bench_print (name, before, "ms");
      balie_bench_print (ratio_name, measure_page (large, pages[i].path) / before, "x");
    }
  return 0;
}
