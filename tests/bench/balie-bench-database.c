/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a disk allows SQLite alone: the floor that durable messages are measured against. */
#define G_LOG_DOMAIN "balie-bench"

#include "config.h"

#include "balie-bench-database.h"

#include "balie-bench.h"

typedef struct
{
  BalieDb *db;
  guint    group;
} Alone;

static void
stop_on_error (const GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

gboolean
balie_bench_database_write (BalieDb *db,
                            GError **error)
{
  static const char text[] = "The printer on the second floor says that it is out of paper, but it is not.";
  g_autofree char  *id = g_uuid_string_random ();
  BalieStatement   *statement = balie_db_prepare (db, "UPDATE conversation SET count = count + 1 WHERE id = $1 RETURNING count");
  gint64            count;

  balie_statement_bind_int (statement, 1, 1);
  if (!balie_statement_next (statement, error))
    return FALSE;
  count = balie_statement_get_int (statement, 0);
  balie_statement_reset (statement);

  statement = balie_db_prepare (db, "INSERT INTO message (id, conversation, number, text) VALUES ($1, $2, $3, $4)");
  balie_statement_bind_text (statement, 1, id);
  balie_statement_bind_int (statement, 2, 1);
  balie_statement_bind_int (statement, 3, count);
  balie_statement_bind_text (statement, 4, text);
  if (!balie_statement_run (statement, error))
    return FALSE;

  statement = balie_db_prepare (db, "INSERT INTO event (seq, data) VALUES ($1, $2)");
  balie_statement_bind_int (statement, 1, count);
  balie_statement_bind_text (statement, 2, text);
  return balie_statement_run (statement, error);
}

BalieDb *
balie_bench_database_open (BalieTestFolder *folder,
                           const char      *name)
{
  g_autoptr (GError) local_error = NULL;
  BalieDb *db = balie_db_open (balie_test_folder_get_file (folder, name), BALIE_DB_READ_WRITE, &local_error);

  stop_on_error (local_error);
  balie_db_exec (db,
                 "CREATE TABLE conversation (id INTEGER PRIMARY KEY, count INTEGER NOT NULL);"
                 "CREATE TABLE message (id TEXT PRIMARY KEY, conversation INTEGER NOT NULL, number INTEGER NOT NULL,"
                 "  text TEXT NOT NULL, UNIQUE (conversation, number));"
                 "CREATE TABLE event (seq INTEGER PRIMARY KEY, data TEXT NOT NULL);"
                 "INSERT INTO conversation (id, count) VALUES (1, 0);",
                 &local_error);
  stop_on_error (local_error);
  return db;
}

static guint
write_group (gpointer data)
{
  Alone *alone = data;
  g_autoptr (GError) local_error = NULL;

  balie_db_begin (alone->db, &local_error);
  stop_on_error (local_error);
  for (guint i = 0; i < alone->group && local_error == NULL; i++)
    balie_bench_database_write (alone->db, &local_error);
  stop_on_error (local_error);
  balie_db_commit (alone->db, &local_error);
  stop_on_error (local_error);

  return alone->group;
}

double
balie_bench_database_measure_alone (BalieTestFolder *folder,
                                    guint            group)
{
  g_autofree char *file = g_strdup_printf ("alone-%u.db", group);
  g_autofree char *name = g_strdup_printf ("sqlite-alone-in-groups-of-%u", group);
  g_autoptr (BalieDb) db = balie_bench_database_open (folder, file);
  Alone  alone = {.db = db, .group = group};
  double rate = balie_bench_rate (write_group, &alone);

  balie_bench_print (name, rate, "messages/s");
  return rate;
}
