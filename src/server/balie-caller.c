/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who asks: the account and the session behind a token. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-caller.h"

BalieCaller *
balie_caller_new (const char *account,
                  const char *name,
                  BalieRole   role,
                  const char *session)
{
  BalieCaller *self = g_new0 (BalieCaller, 1);

  self->account = g_strdup (account);
  self->name = g_strdup (name);
  self->role = role;
  self->session = g_strdup (session);
  return self;
}

BalieCaller *
balie_caller_copy (const BalieCaller *self)
{
  BalieCaller *copy = balie_caller_new (self->account, self->name, self->role, self->session);

  copy->expires_at = self->expires_at;
  return copy;
}

void
balie_caller_free (BalieCaller *self)
{
  g_free (self->account);
  g_free (self->name);
  g_free (self->session);
  g_free (self);
}

const char *
balie_caller_get_stream (const BalieCaller *self)
{
  return balie_caller_is_staff (self) ? BALIE_STREAM_DESK : self->account;
}

gboolean
balie_caller_is_staff (const BalieCaller *self)
{
  return self->role == BALIE_ROLE_STAFF;
}
