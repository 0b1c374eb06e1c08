/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk with two customers and two of the staff, served in the test's own process, and a client for it. */
#pragma once

#include <json-glib/json-glib.h>

#include "balie-server.h"
#include "balie-test-folder.h"
#include "balie-test-wait.h"

G_BEGIN_DECLS

#define BALIE_TEST_PASSWORD "a password for tests"

/**
 * BalieTestPerson:
 *
 * Who has an account: two customers and two of the staff.
 */
typedef enum {
  JAN,
  PIET,
  SANNE,
  RUBEN,
  N_PEOPLE,
  NOBODY,
} BalieTestPerson;

/**
 * BalieTestDesk:
 * @accounts: ids
 * @chats: ids of the customers' chats
 */
typedef struct
{
  BalieTestFolder *folder;
  BalieServer     *server;
  gpointer         client;
  GHashTable      *settings;
  char            *accounts[N_PEOPLE];
  char            *chats[N_PEOPLE];
  char            *tokens[N_PEOPLE];
} BalieTestDesk;

/**
 * BalieTestAnswer:
 * @json: (nullable): the body, when it is a JSON object
 */
typedef struct
{
  guint       status;
  char       *content_type;
  char       *etag;
  char       *next;
  char       *retry_after;
  char       *upload_offset;
  char       *content_range;
  char       *disposition;
  GBytes     *body;
  JsonNode   *root;
  JsonObject *json;
} BalieTestAnswer;

void balie_test_answer_free (BalieTestAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieTestAnswer, balie_test_answer_free)

/**
 * balie_test_desk_new:
 *
 * Returns: (transfer full): a desk that is served
 */
BalieTestDesk *balie_test_desk_new (void);
void           balie_test_desk_free (BalieTestDesk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BalieTestDesk, balie_test_desk_free)

/**
 * balie_test_desk_stop:
 *
 * Ends the server in good order.
 */
void balie_test_desk_stop (BalieTestDesk *self);

/**
 * balie_test_desk_start:
 *
 * Starts a server on the same folder again.
 */
void balie_test_desk_start (BalieTestDesk *self);

/**
 * balie_test_desk_set:
 * @key: as `group.key`, such as `server.articles`
 *
 * Sets a setting of the next server that is started.
 */
void balie_test_desk_set (BalieTestDesk *self,
                          const char    *key,
                          const char    *value);

/**
 * balie_test_desk_call:
 * @who: asks; %NOBODY for signed out
 * @path: with its query
 * @body: (nullable): a printf format for the JSON
 *
 * Sends a request and waits for the answer, which is checked against the description of the protocol.
 *
 * Returns: (transfer full): the answer
 */
BalieTestAnswer *balie_test_desk_call (BalieTestDesk  *self,
                                       BalieTestPerson who,
                                       const char     *method,
                                       const char     *path,
                                       const char     *body,
                                       ...) G_GNUC_PRINTF (5, 6);

/**
 * BalieTestRequest:
 * @token: (nullable): as it is sent
 * @body: (nullable): as it is sent
 * @content_type: (nullable): as it is sent; `application/json` when there is a body
 * @header: (nullable): name of another header
 * @value: (nullable): its value
 *
 * A request with everything that can be said in one.
 */
typedef struct
{
  const char *method;
  const char *path;
  const char *token;
  const char *if_match;
  const char *if_none_match;
  const char *content_type;
  const char *header;
  const char *value;
  GBytes     *body;
} BalieTestRequest;

/**
 * balie_test_desk_send:
 *
 * Sends a request as it is and waits for the answer, which is checked against the description of the protocol.
 */
BalieTestAnswer *balie_test_desk_send (BalieTestDesk          *self,
                                       const BalieTestRequest *request);

/**
 * balie_test_desk_send_many:
 * @n: how many
 *
 * Sends the same request @n times at the same time, and waits for all answers.
 *
 * Returns: (transfer full) (element-type BalieTestAnswer): the answers
 */
GPtrArray *balie_test_desk_send_many (BalieTestDesk          *self,
                                      const BalieTestRequest *request,
                                      guint                   n);

/**
 * balie_test_desk_sign_in:
 *
 * Returns: (transfer none): a token of the person's
 */
const char *balie_test_desk_sign_in (BalieTestDesk  *self,
                                     BalieTestPerson who);

/**
 * balie_test_desk_ask:
 *
 * Lets a customer ask a question.
 *
 * Returns: (transfer full): id of the conversation
 */
char *balie_test_desk_ask (BalieTestDesk  *self,
                           BalieTestPerson who,
                           const char     *subject);

/**
 * balie_test_desk_say:
 *
 * Lets somebody write a message, which succeeds.
 *
 * Returns: (transfer full): id of the message
 */
char *balie_test_desk_say (BalieTestDesk  *self,
                           BalieTestPerson who,
                           const char     *conversation,
                           const char     *text);

/**
 * balie_test_desk_get_conversation:
 *
 * Returns: (transfer full): the answer to a GET of the conversation, which succeeds
 */
BalieTestAnswer *balie_test_desk_get_conversation (BalieTestDesk  *self,
                                                   BalieTestPerson who,
                                                   const char     *conversation);

/**
 * balie_test_desk_set_status:
 *
 * Lets somebody change the status of a request, to the version that it has.
 *
 * Returns: (transfer full): the answer
 */
BalieTestAnswer *balie_test_desk_set_status (BalieTestDesk  *self,
                                             BalieTestPerson who,
                                             const char     *conversation,
                                             const char     *status);

/* What a member holds; the test fails when it is not there, or of another type. */
const char *balie_test_string (JsonObject *object,
                               const char *name);
gint64      balie_test_int (JsonObject *object,
                            const char *name);
gboolean    balie_test_boolean (JsonObject *object,
                                const char *name);
JsonObject *balie_test_object (JsonObject *object,
                               const char *name);
JsonArray  *balie_test_array (JsonObject *object,
                              const char *name);

G_END_DECLS
