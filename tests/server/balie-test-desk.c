/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk with two customers and two of the staff, served in the test's own process, and a client for it. */
#include "config.h"

#include "balie-test-desk.h"

#include "balie-account-actions.h"
#include "balie-openapi-check.h"
#include "balie-passwords.h"

#include <libsoup/soup.h>
#include <string.h>

static const struct
{
  const char *username;
  const char *name;
  BalieRole   role;
} people[N_PEOPLE] = {
  [JAN] = {"jan", "Jan Visser", BALIE_ROLE_CUSTOMER},
  [PIET] = {"piet", "Piet Smit", BALIE_ROLE_CUSTOMER},
  [SANNE] = {"sanne", "Sanne de Boer", BALIE_ROLE_STAFF},
  [RUBEN] = {"ruben", "Ruben Bakker", BALIE_ROLE_STAFF},
};

void
balie_test_answer_free (BalieTestAnswer *self)
{
  g_free (self->content_type);
  g_free (self->etag);
  g_free (self->next);
  g_free (self->retry_after);
  g_free (self->upload_offset);
  g_free (self->content_range);
  g_free (self->disposition);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->root, json_node_unref);
  g_free (self);
}

static void
add_people (BalieTestDesk *self)
{
  const char *path = balie_test_folder_get_file (self->folder, "desk.db");
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BalieDb) db = balie_desk_service_open_database (path, NULL, NULL, &local_error);
  g_autofree char *hash = balie_password_hash (BALIE_TEST_PASSWORD, &local_error);

  g_assert_no_error (local_error);
  for (int i = 0; i < N_PEOPLE; i++)
    {
      g_autoptr (BalieAccountInput) input = g_new0 (BalieAccountInput, 1);
      g_autoptr (BalieCaller) made = NULL;

      input->account = balie_account_new ();
      input->account->username = g_strdup (people[i].username);
      input->account->name = g_strdup (people[i].name);
      input->account->role = people[i].role;
      input->account->notify_by_email = TRUE;
      input->password = g_strdup (hash);
      made = balie_desk_service_run_here (db, balie_account_action_create, NULL, input, &local_error);
      g_assert_no_error (local_error);
      self->accounts[i] = g_strdup (made->account);
      self->chats[i] = g_strdup (input->account->chat);
    }
}

void
balie_test_desk_start (BalieTestDesk *self)
{
  g_autoptr (BalieServerConfig) config = balie_server_config_new ();
  g_autoptr (GError) local_error = NULL;
  GHashTableIter iter;
  gpointer       key;
  gpointer       value;

  balie_server_config_set (config, "server.data", balie_test_folder_get_path (self->folder));
  balie_server_config_set (config, "server.listen", "127.0.0.1:0");
  g_hash_table_iter_init (&iter, self->settings);
  while (g_hash_table_iter_next (&iter, &key, &value))
    balie_server_config_set (config, key, value);
  balie_server_config_load (config, &local_error);
  g_assert_no_error (local_error);
  self->server = balie_server_new (config, &local_error);
  g_assert_no_error (local_error);
  balie_server_start (self->server, &local_error);
  g_assert_no_error (local_error);
}

BalieTestDesk *
balie_test_desk_new (void)
{
  BalieTestDesk *self = g_new0 (BalieTestDesk, 1);

  self->folder = balie_test_folder_new ();
  self->settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  add_people (self);
  self->client = soup_session_new_with_options ("max-conns", 64, "max-conns-per-host", 64, "timeout", 60, NULL);
  balie_test_desk_start (self);
  return self;
}

static void
stopped (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  gboolean *done = user_data;

  balie_server_stop_finish (BALIE_SERVER (source), result);
  *done = TRUE;
}

void
balie_test_desk_stop (BalieTestDesk *self)
{
  gboolean done = FALSE;

  soup_session_abort (self->client);
  balie_server_stop_async (self->server, stopped, &done);
  balie_test_wait_until (done);
  g_clear_object (&self->server);
}

void
balie_test_desk_free (BalieTestDesk *self)
{
  if (self->server != NULL)
    balie_test_desk_stop (self);
  g_clear_object (&self->client);
  for (int i = 0; i < N_PEOPLE; i++)
    {
      g_free (self->accounts[i]);
      g_free (self->chats[i]);
      g_free (self->tokens[i]);
    }
  g_hash_table_unref (self->settings);
  balie_test_folder_free (self->folder);
  g_free (self);
}

void
balie_test_desk_set (BalieTestDesk *self,
                     const char    *key,
                     const char    *value)
{
  g_hash_table_insert (self->settings, g_strdup (key), g_strdup (value));
}

static char *
dup_header (SoupMessageHeaders *headers,
            const char         *name)
{
  return g_strdup (soup_message_headers_get_one (headers, name));
}

/* The path and query out of `<…>; rel=next`. */
static char *
find_next (SoupMessageHeaders *headers)
{
  const char *link = soup_message_headers_get_one (headers, "Link");
  const char *end = link != NULL ? strstr (link, ">; rel=next") : NULL;

  return end != NULL ? g_strndup (link + 1, (gsize)(end - link - 1)) : NULL;
}

static BalieTestAnswer *
answer_new (SoupMessage *message,
            GBytes      *body)
{
  BalieTestAnswer    *self = g_new0 (BalieTestAnswer, 1);
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char         *path = g_uri_get_path (soup_message_get_uri (message));
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *fault = NULL;

  self->status = soup_message_get_status (message);
  self->content_type = g_strdup (soup_message_headers_get_content_type (headers, NULL));
  self->etag = dup_header (headers, "ETag");
  self->next = find_next (headers);
  self->retry_after = dup_header (headers, "Retry-After");
  self->upload_offset = dup_header (headers, "Upload-Offset");
  self->content_range = dup_header (headers, "Content-Range");
  self->disposition = dup_header (headers, "Content-Disposition");
  self->body = g_bytes_ref (body);
  if (self->content_type != NULL && g_str_has_suffix (self->content_type, "json") && g_bytes_get_size (body) > 0 &&
      json_parser_load_from_data (parser, g_bytes_get_data (body, NULL), (gssize)g_bytes_get_size (body), NULL))
    {
      self->root = json_parser_steal_root (parser);
      self->json = json_node_get_object (self->root);
    }

  fault = balie_openapi_check_answer (soup_message_get_method (message), path, self->status, self->content_type, body);
  if (fault != NULL)
    g_error ("%s %s answers %u %s: %s\n%.*s", soup_message_get_method (message), path, self->status, self->content_type, fault,
             (int)g_bytes_get_size (body), (const char *)g_bytes_get_data (body, NULL));
  return self;
}

static SoupMessage *
message_new (BalieTestDesk          *self,
             const BalieTestRequest *request)
{
  g_autofree char    *address = balie_server_dup_address (self->server);
  g_autofree char    *uri = g_strconcat (address, request->path, NULL);
  SoupMessage        *message = soup_message_new (request->method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  if (request->token != NULL)
    {
      g_autofree char *authorization = g_strconcat ("Bearer ", request->token, NULL);

      soup_message_headers_replace (headers, "Authorization", authorization);
    }
  if (request->if_match != NULL)
    soup_message_headers_replace (headers, "If-Match", request->if_match);
  if (request->if_none_match != NULL)
    soup_message_headers_replace (headers, "If-None-Match", request->if_none_match);
  if (request->header != NULL)
    soup_message_headers_replace (headers, request->header, request->value);
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, request->content_type != NULL ? request->content_type : "application/json", request->body);
  return message;
}

static void
answered (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GPtrArray *answers = user_data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &local_error);

  g_assert_no_error (local_error);
  g_ptr_array_add (answers, answer_new (soup_session_get_async_result_message (SOUP_SESSION (source), result), body));
}

GPtrArray *
balie_test_desk_send_many (BalieTestDesk          *self,
                           const BalieTestRequest *request,
                           guint                   n)
{
  GPtrArray *answers = g_ptr_array_new_with_free_func ((GDestroyNotify)balie_test_answer_free);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SoupMessage) message = message_new (self, request);

      soup_session_send_and_read_async (self->client, message, G_PRIORITY_DEFAULT, NULL, answered, answers);
    }
  balie_test_wait_until (answers->len == n);
  return answers;
}

BalieTestAnswer *
balie_test_desk_send (BalieTestDesk          *self,
                      const BalieTestRequest *request)
{
  g_autoptr (GPtrArray) answers = balie_test_desk_send_many (self, request, 1);

  g_ptr_array_set_free_func (answers, NULL);
  return g_ptr_array_index (answers, 0);
}

BalieTestAnswer *
balie_test_desk_call (BalieTestDesk  *self,
                      BalieTestPerson who,
                      const char     *method,
                      const char     *path,
                      const char     *body,
                      ...)
{
  BalieTestRequest request = {.method = method, .path = path};
  g_autoptr (GBytes) bytes = NULL;

  if (who != NOBODY)
    request.token = balie_test_desk_sign_in (self, who);
  if (body != NULL)
    {
      va_list args;
      char   *text;

      va_start (args, body);
      text = g_strdup_vprintf (body, args);
      va_end (args);
      bytes = g_bytes_new_take (text, strlen (text));
      request.body = bytes;
    }
  return balie_test_desk_send (self, &request);
}

const char *
balie_test_desk_sign_in (BalieTestDesk  *self,
                         BalieTestPerson who)
{
  g_autoptr (BalieTestAnswer) answer = NULL;

  if (self->tokens[who] == NULL)
    {
      answer = balie_test_desk_call (self, NOBODY, "POST", "/v1/sessions", "{\"username\":\"%s\",\"password\":\"%s\",\"device\":\"a test\"}",
                                     people[who].username, BALIE_TEST_PASSWORD);
      g_assert_cmpuint (answer->status, ==, 201);
      self->tokens[who] = g_strdup (balie_test_string (answer->json, "token"));
    }
  return self->tokens[who];
}

char *
balie_test_desk_ask (BalieTestDesk  *self,
                     BalieTestPerson who,
                     const char     *subject)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *message = g_uuid_string_random ();
  g_autofree char *path = g_strconcat ("/v1/conversations/", id, NULL);
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (self, who, "PUT", path,
                                                             "{\"kind\":\"question\",\"subject\":\"%s\",\"message\":{\"id\":\"%s\",\"text\":\"How?\"}}", subject, message);

  g_assert_cmpuint (answer->status, ==, 201);
  return g_steal_pointer (&id);
}

char *
balie_test_desk_say (BalieTestDesk  *self,
                     BalieTestPerson who,
                     const char     *conversation,
                     const char     *text)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *path = g_strconcat ("/v1/conversations/", conversation, "/messages/", id, NULL);
  g_autoptr (BalieTestAnswer) answer = balie_test_desk_call (self, who, "PUT", path, "{\"text\":\"%s\"}", text);

  g_assert_cmpuint (answer->status, ==, 201);
  return g_steal_pointer (&id);
}

BalieTestAnswer *
balie_test_desk_get_conversation (BalieTestDesk  *self,
                                  BalieTestPerson who,
                                  const char     *conversation)
{
  g_autofree char *path = g_strconcat ("/v1/conversations/", conversation, NULL);
  BalieTestAnswer *answer = balie_test_desk_call (self, who, "GET", path, NULL);

  g_assert_cmpuint (answer->status, ==, 200);
  return answer;
}

BalieTestAnswer *
balie_test_desk_set_status (BalieTestDesk  *self,
                            BalieTestPerson who,
                            const char     *conversation,
                            const char     *status)
{
  g_autoptr (BalieTestAnswer) before = balie_test_desk_get_conversation (self, who, conversation);
  g_autofree char *path = g_strconcat ("/v1/conversations/", conversation, NULL);
  g_autofree char *text = g_strdup_printf ("{\"status\":\"%s\"}", status);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  const BalieTestRequest request = {
    .method = "PATCH",
    .path = path,
    .token = balie_test_desk_sign_in (self, who),
    .if_match = before->etag,
    .body = body,
  };

  return balie_test_desk_send (self, &request);
}

static JsonNode *
get_node (JsonObject *object,
          const char *name)
{
  JsonNode *node;

  g_assert_nonnull (object);
  node = json_object_get_member (object, name);
  if (node == NULL)
    g_error ("There is no member %s", name);
  return node;
}

const char *
balie_test_string (JsonObject *object,
                   const char *name)
{
  JsonNode *node = get_node (object, name);

  g_assert_true (JSON_NODE_HOLDS_VALUE (node));
  return json_node_get_string (node);
}

gint64
balie_test_int (JsonObject *object,
                const char *name)
{
  JsonNode *node = get_node (object, name);

  g_assert_true (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64);
  return json_node_get_int (node);
}

gboolean
balie_test_boolean (JsonObject *object,
                    const char *name)
{
  JsonNode *node = get_node (object, name);

  g_assert_true (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN);
  return json_node_get_boolean (node);
}

JsonObject *
balie_test_object (JsonObject *object,
                   const char *name)
{
  JsonNode *node = get_node (object, name);

  g_assert_true (JSON_NODE_HOLDS_OBJECT (node));
  return json_node_get_object (node);
}

JsonArray *
balie_test_array (JsonObject *object,
                  const char *name)
{
  JsonNode *node = get_node (object, name);

  g_assert_true (JSON_NODE_HOLDS_ARRAY (node));
  return json_node_get_array (node);
}
