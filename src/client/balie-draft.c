/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was typed and not sent. */
#define G_LOG_DOMAIN "balie-client"

#include "config.h"

#include "balie-draft.h"

static gboolean
is_blank (const char *text)
{
  if (text == NULL)
    return TRUE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (!g_unichar_isspace (g_utf8_get_char (p)))
        return FALSE;
    }

  return TRUE;
}

/**
 * balie_draft_new:
 * @subject: (nullable): of a new request
 * @text: (nullable): what was typed; %NULL is the same as ""
 *
 * Returns: (transfer full): a draft
 */
BalieDraft *
balie_draft_new (const char *subject,
                 const char *text)
{
  BalieDraft *self = g_new0 (BalieDraft, 1);

  self->subject = g_strdup (subject);
  self->text = g_strdup (text != NULL ? text : "");

  return self;
}

BalieDraft *
balie_draft_copy (const BalieDraft *self)
{
  BalieDraft *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = balie_draft_new (self->subject, self->text);
  copy->category = g_strdup (self->category);
  copy->urgency = g_strdup (self->urgency);
  copy->follows = g_strdup (self->follows);
  copy->diagnostics = g_strdup (self->diagnostics);
  copy->changed_at = self->changed_at;

  return copy;
}

void
balie_draft_free (BalieDraft *self)
{
  if (self == NULL)
    return;

  g_free (self->subject);
  g_free (self->text);
  g_free (self->category);
  g_free (self->urgency);
  g_free (self->follows);
  g_free (self->diagnostics);
  g_free (self);
}

/* What was chosen from a list is chosen again in a moment; what was typed is not. */
gboolean
balie_draft_is_empty (const BalieDraft *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return is_blank (self->subject) && is_blank (self->text);
}

void
balie_draft_append (BalieDraft *self,
                    const char *text)
{
  g_autofree char *before = NULL;

  g_return_if_fail (self != NULL);

  if (is_blank (text))
    return;

  before = g_steal_pointer (&self->text);
  self->text = is_blank (before) ? g_strdup (text) : g_strconcat (before, "\n\n", text, NULL);
}
