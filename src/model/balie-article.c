/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A help article of the desk. */
#define G_LOG_DOMAIN "balie-model"

#include "config.h"

#include "balie-article.h"

G_DEFINE_BOXED_TYPE (BalieArticle, balie_article, balie_article_ref, balie_article_unref)

BalieArticle *
balie_article_new (void)
{
  BalieArticle *self = g_new0 (BalieArticle, 1);

  g_atomic_ref_count_init (&self->ref_count);
  return self;
}

BalieArticle *
balie_article_ref (BalieArticle *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
balie_article_unref (BalieArticle *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->id);
  g_free (self->title);
  g_free (self->summary);
  g_free (self->body);
  g_free (self);
}

BalieArticle *
balie_article_read (BalieJsonReader *reader,
                    const char      *name)
{
  BalieArticle *self = balie_article_new ();

  balie_json_reader_enter_object (reader, name);
  self->id = g_strdup (balie_json_reader_string (reader, "id"));
  self->title = g_strdup (balie_json_reader_string (reader, "title"));
  self->summary = g_strdup (balie_json_reader_string (reader, "summary"));
  self->body = g_strdup (balie_json_reader_optional_string (reader, "body"));
  balie_json_reader_leave (reader);
  return self;
}

void
balie_article_write (const BalieArticle *self,
                     BalieJsonWriter    *writer,
                     const char         *name)
{
  balie_json_writer_begin_object (writer, name);
  balie_json_writer_string (writer, "id", self->id);
  balie_json_writer_string (writer, "title", self->title);
  balie_json_writer_string (writer, "summary", self->summary);
  balie_json_writer_optional_string (writer, "body", self->body);
  balie_json_writer_end_object (writer);
}
