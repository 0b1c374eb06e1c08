/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Offers own open requests and help articles that look like what is being typed. */
#define G_LOG_DOMAIN "balie-app"

#include "config.h"

#include "balie-suggestions.h"

#include "balie-accessible.h"
#include "balie-article-dialog.h"
#include "balie-similar.h"
#include "balie-suggestion-row.h"
#include "balie-text.h"

#include <glib/gi18n.h>

#define MIN_LETTERS 3
#define MAX_OF_EACH 3
#define PAUSE 300

struct _BalieSuggestions
{
  GtkWidget parent_instance;

  /* Owned */
  BalieSession *session;
  GListModel   *requests;
  GCancellable *cancellable; /* of the search that is on its way */
  char         *text;

  guint    delay;
  guint    timer;
  guint    n_requests;
  guint    n_articles;
  int      height; /* of the tallest list since it was shown */
  gboolean dismissed;

  /* Template */
  GtkRevealer *revealer;
  GtkWidget   *content;
  GtkLabel    *heading;
  GtkListBox  *list;
};

enum {
  REQUEST_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BalieSuggestions, balie_suggestions, GTK_TYPE_WIDGET)

static void
stop_search (BalieSuggestions *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* Only what is out of sight takes no room at all: until then it folds. */
static void
revealed_cb (BalieSuggestions *self)
{
  if (gtk_revealer_get_child_revealed (self->revealer) || gtk_revealer_get_reveal_child (self->revealer))
    return;

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_set_size_request (self->content, -1, -1);
  self->height = 0;
}

/* A shorter list keeps the room of a longer one, so that what is below does not move with every word. */
static void
keep_height (BalieSuggestions *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int natural;

  gtk_widget_set_size_request (self->content, -1, -1);
  gtk_widget_measure (self->content, GTK_ORIENTATION_VERTICAL, width > 0 ? width : -1, NULL, &natural, NULL, NULL);
  self->height = MAX (self->height, natural);
  if (gtk_revealer_get_child_revealed (self->revealer))
    self->height = MAX (self->height, gtk_widget_get_height (self->content));
  gtk_widget_set_size_request (self->content, -1, self->height);
}

static void
update (BalieSuggestions *self)
{
  guint            n_all = self->n_requests + self->n_articles;
  g_autofree char *heading = NULL;

  if (n_all == 0 || self->dismissed)
    {
      gtk_revealer_set_reveal_child (self->revealer, FALSE);
      return;
    }

  heading = g_strdup_printf (ngettext ("This looks like it. Does it help?", "These %u look like it. Do they help?", n_all), n_all);
  if (g_strcmp0 (gtk_label_get_label (self->heading), heading) != 0)
    gtk_label_set_label (self->heading, heading);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  keep_height (self);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

static void
remove_rows (BalieSuggestions *self,
             guint             from)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, (int)from)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

/* Rows that stay keep their focus. */
static gboolean
shows_request (BalieSuggestions      *self,
               guint                  place,
               BalieConversationItem *request)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int)place);

  return place < self->n_requests && row != NULL && balie_suggestion_row_get_request (BALIE_SUGGESTION_ROW (row)) == request;
}

static void
show_requests (BalieSuggestions *self,
               GPtrArray        *requests)
{
  gboolean same = requests->len == self->n_requests;

  for (guint i = 0; i < requests->len && same; i++)
    same = shows_request (self, i, g_ptr_array_index (requests, i));
  if (same)
    return;

  for (; self->n_requests > 0; self->n_requests--)
    gtk_list_box_remove (self->list, GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0)));
  for (; self->n_requests < requests->len; self->n_requests++)
    gtk_list_box_insert (self->list, balie_suggestion_row_new_for_request (g_ptr_array_index (requests, self->n_requests)), (int)self->n_requests);
  update (self);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (BalieSuggestions) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) articles = balie_session_find_articles_finish (BALIE_SESSION (source), result, &error);

  if (articles != NULL)
    balie_suggestions_show_articles (self, articles);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("No articles: %s", error->message);
}

static void
look (BalieSuggestions *self)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  gboolean long_enough = balie_text_get_length (self->text) >= MIN_LETTERS;

  stop_search (self);
  if (self->requests != NULL && long_enough)
    {
      g_autoptr (GPtrArray) requests = balie_similar_find_requests (self->requests, self->text, MAX_OF_EACH);

      show_requests (self, requests);
    }
  else
    {
      show_requests (self, none);
    }

  if (self->session != NULL && long_enough)
    {
      self->cancellable = g_cancellable_new ();
      balie_session_find_articles_async (self->session, self->text, self->cancellable, found_cb, g_object_ref (self));
    }
  else
    {
      balie_suggestions_show_articles (self, none);
    }
}

static gboolean
paused_cb (gpointer user_data)
{
  BalieSuggestions *self = user_data;

  self->timer = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static void
activated_cb (BalieSuggestions   *self,
              BalieSuggestionRow *row)
{
  BalieConversationItem *request = balie_suggestion_row_get_request (row);
  GtkRoot               *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (request != NULL)
    g_signal_emit (self, signals[REQUEST_ACTIVATED], 0, balie_conversation_item_get_id (request));
  else
    gtk_window_present (balie_article_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, self->session,
                                                  balie_suggestion_row_get_article (row)));
}

static void
dismiss_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  BalieSuggestions *self = BALIE_SUGGESTIONS (widget);

  /* The focus goes on to what comes next, not back to the beginning. */
  gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (widget)), GTK_DIR_TAB_FORWARD);
  self->dismissed = TRUE;
  stop_search (self);
  update (self);
}

static void
balie_suggestions_dispose (GObject *object)
{
  BalieSuggestions *self = BALIE_SUGGESTIONS (object);

  stop_search (self);
  g_clear_object (&self->session);
  g_clear_object (&self->requests);
  g_clear_pointer ((GtkWidget **)&self->revealer, gtk_widget_unparent);

  G_OBJECT_CLASS (balie_suggestions_parent_class)->dispose (object);
}

static void
balie_suggestions_finalize (GObject *object)
{
  BalieSuggestions *self = BALIE_SUGGESTIONS (object);

  g_free (self->text);

  G_OBJECT_CLASS (balie_suggestions_parent_class)->finalize (object);
}

static void
balie_suggestions_class_init (BalieSuggestionsClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = balie_suggestions_dispose;
  object_class->finalize = balie_suggestions_finalize;

  signals[REQUEST_ACTIVATED] = g_signal_new ("request-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                             G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_css_name (widget_class, "suggestions");
  gtk_widget_class_set_template_from_resource (widget_class, "/balie/app/balie-suggestions.ui");
  gtk_widget_class_bind_template_child (widget_class, BalieSuggestions, revealer);
  gtk_widget_class_bind_template_child (widget_class, BalieSuggestions, content);
  gtk_widget_class_bind_template_child (widget_class, BalieSuggestions, heading);
  gtk_widget_class_bind_template_child (widget_class, BalieSuggestions, list);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, revealed_cb);
  gtk_widget_class_install_action (widget_class, "suggestions.dismiss", NULL, dismiss_action);
}

static void
balie_suggestions_init (BalieSuggestions *self)
{
  self->delay = PAUSE;
  self->text = g_strdup ("");

  gtk_widget_init_template (GTK_WIDGET (self));
  balie_accessible_name_buttons (GTK_WIDGET (self));
}

GtkWidget *
balie_suggestions_new (void)
{
  return g_object_new (BALIE_TYPE_SUGGESTIONS, NULL);
}

void
balie_suggestions_set_session (BalieSuggestions *self,
                               BalieSession     *session)
{
  g_return_if_fail (BALIE_IS_SUGGESTIONS (self));
  g_return_if_fail (session == NULL || BALIE_IS_SESSION (session));

  if (g_set_object (&self->session, session))
    balie_suggestions_set_requests (self, session != NULL ? balie_session_get_requests (session) : NULL);
}

void
balie_suggestions_set_text (BalieSuggestions *self,
                            const char       *text)
{
  g_return_if_fail (BALIE_IS_SUGGESTIONS (self));
  g_return_if_fail (text != NULL);

  if (g_str_equal (self->text, text))
    return;

  g_free (self->text);
  self->text = g_strdup (text);
  stop_search (self);

  if (balie_text_get_length (text) == 0)
    self->dismissed = FALSE;
  if (balie_text_get_length (text) < MIN_LETTERS)
    look (self);
  else if (!self->dismissed)
    self->timer = g_timeout_add (self->delay, paused_cb, self);
}

void
balie_suggestions_set_delay (BalieSuggestions *self,
                             guint             milliseconds)
{
  g_return_if_fail (BALIE_IS_SUGGESTIONS (self));

  self->delay = milliseconds;
}

void
balie_suggestions_set_requests (BalieSuggestions *self,
                                GListModel       *requests)
{
  g_return_if_fail (BALIE_IS_SUGGESTIONS (self));
  g_return_if_fail (requests == NULL || G_IS_LIST_MODEL (requests));

  g_set_object (&self->requests, requests);
}

void
balie_suggestions_show_articles (BalieSuggestions *self,
                                 GPtrArray        *articles)
{
  g_return_if_fail (BALIE_IS_SUGGESTIONS (self));
  g_return_if_fail (articles != NULL);

  remove_rows (self, self->n_requests);
  for (self->n_articles = 0; self->n_articles < MIN (articles->len, MAX_OF_EACH); self->n_articles++)
    gtk_list_box_append (self->list, balie_suggestion_row_new_for_article (g_ptr_array_index (articles, self->n_articles)));
  update (self);
}
