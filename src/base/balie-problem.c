/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An error on the wire: application/problem+json of RFC 9457. */
#define G_LOG_DOMAIN "balie-base"

#include "config.h"

#include "balie-problem.h"

#include "balie-error.h"
#include "balie-json-reader.h"
#include "balie-json-writer.h"

#define ABOUT_BLANK "about:blank"

G_DEFINE_BOXED_TYPE (BalieProblem, balie_problem, balie_problem_ref, balie_problem_unref)

static void
problem_error_free (gpointer data)
{
  BalieProblemError *error = data;

  g_free (error->pointer);
  g_free (error->detail);
  g_free (error);
}

static BalieProblem *
problem_new (guint       status,
             const char *type,
             const char *detail)
{
  BalieProblem *self = g_new0 (BalieProblem, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->status = status;
  self->type = g_strdup (type != NULL ? type : ABOUT_BLANK);
  self->detail = g_strdup (detail);
  self->errors = g_ptr_array_new_with_free_func (problem_error_free);
  self->expected = -1;
  return self;
}

static void
read_errors (BalieProblem    *self,
             BalieJsonReader *reader)
{
  guint n_errors;

  if (!balie_json_reader_has (reader, "errors"))
    return;

  n_errors = balie_json_reader_enter_array (reader, "errors");
  for (guint i = 0; i < n_errors; i++)
    {
      balie_json_reader_enter_item (reader, i);
      balie_problem_add_error (self,
                               balie_json_reader_string (reader, "pointer"),
                               balie_json_reader_string (reader, "detail"));
      balie_json_reader_leave (reader);
    }
  balie_json_reader_leave (reader);
}

static BalieError
get_code (guint status)
{
  switch (status)
    {
    case 401:
      return BALIE_ERROR_AUTH;
    case 403:
      return BALIE_ERROR_FORBIDDEN;
    case 404:
      return BALIE_ERROR_NOT_FOUND;
    case 409:
    case 410:
    case 412:
    case 428:
      return BALIE_ERROR_CONFLICT;
    case 400:
    case 422:
    case 424:
      return BALIE_ERROR_INVALID;
    case 413:
    case 429:
      return BALIE_ERROR_LIMIT;
    default:
      return status >= 500 && status < 600 ? BALIE_ERROR_SERVER : BALIE_ERROR_PARSE;
    }
}

BalieProblem *
balie_problem_new (guint       status,
                   const char *type,
                   const char *detail,
                   ...)
{
  g_autofree char *text = NULL;
  va_list          arguments;

  if (detail != NULL)
    {
      va_start (arguments, detail);
      text = g_strdup_vprintf (detail, arguments);
      va_end (arguments);
    }

  return problem_new (status, type, text);
}

BalieProblem *
balie_problem_ref (BalieProblem *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
balie_problem_unref (BalieProblem *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->type);
  g_free (self->detail);
  g_ptr_array_unref (self->errors);
  g_free (self);
}

void
balie_problem_add_error (BalieProblem *self,
                         const char   *pointer,
                         const char   *detail)
{
  BalieProblemError *error = g_new0 (BalieProblemError, 1);

  error->pointer = g_strdup (pointer);
  error->detail = g_strdup (detail);
  g_ptr_array_add (self->errors, error);
}

GBytes *
balie_problem_to_bytes (const BalieProblem *self)
{
  g_autoptr (BalieJsonWriter) writer = balie_json_writer_new ();

  balie_json_writer_begin_object (writer, NULL);
  balie_json_writer_string (writer, "type", self->type);
  balie_json_writer_int (writer, "status", self->status);
  balie_json_writer_optional_string (writer, "detail", self->detail);
  if (self->errors->len > 0)
    {
      balie_json_writer_begin_array (writer, "errors");
      for (guint i = 0; i < self->errors->len; i++)
        {
          const BalieProblemError *error = g_ptr_array_index (self->errors, i);

          balie_json_writer_begin_object (writer, NULL);
          balie_json_writer_string (writer, "pointer", error->pointer);
          balie_json_writer_string (writer, "detail", error->detail);
          balie_json_writer_end_object (writer);
        }
      balie_json_writer_end_array (writer);
    }
  if (self->expected >= 0)
    balie_json_writer_int (writer, "expected", self->expected);
  balie_json_writer_end_object (writer);
  return balie_json_writer_end_bytes (writer);
}

BalieProblem *
balie_problem_from_bytes (guint   status,
                          GBytes *body)
{
  g_autoptr (BalieJsonReader) reader = NULL;
  g_autoptr (BalieProblem) self = NULL;
  gconstpointer data = NULL;
  gsize         length = 0;

  if (body != NULL)
    data = g_bytes_get_data (body, &length);
  if (length > 0)
    reader = balie_json_reader_new (data, length, BALIE_JSON_READER_NONE, NULL);
  if (reader == NULL)
    return problem_new (status, NULL, NULL);

  self = problem_new (status,
                      balie_json_reader_optional_string (reader, "type"),
                      balie_json_reader_optional_string (reader, "detail"));
  self->expected = balie_json_reader_optional_int (reader, "expected", 0, G_MAXINT64, -1);
  read_errors (self, reader);
  if (!balie_json_reader_finish (reader, NULL))
    return problem_new (status, NULL, NULL);

  return g_steal_pointer (&self);
}

GError *
balie_problem_to_error (const BalieProblem *self)
{
  GString *message = g_string_new (NULL);
  GError  *error;

  g_string_append_printf (message, "%u %s", self->status, self->type);
  if (self->detail != NULL)
    g_string_append_printf (message, ": %s", self->detail);
  for (guint i = 0; i < self->errors->len; i++)
    {
      const BalieProblemError *fault = g_ptr_array_index (self->errors, i);

      g_string_append_printf (message, "; %s: %s", fault->pointer, fault->detail);
    }

  error = g_error_new_literal (BALIE_ERROR, get_code (self->status), message->str);
  g_string_free (message, TRUE);
  return error;
}
