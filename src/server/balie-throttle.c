/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slows down who guesses passwords, without locking out whom they guess. */
#define G_LOG_DOMAIN "balie-server"

#include "config.h"

#include "balie-throttle.h"

#include <gio/gio.h>

/* One failure is forgotten in this time. */
#define FORGET_MILLISECONDS (10 * 60 * 1000)

/* Names longer than any account's need not be told apart. */
#define MAX_NAME_BYTES 256

/* How much a kind of bucket takes. A network holds many people, so it has more free tries than a name. */
typedef struct
{
  guint free_tries;
  guint max_wait;
} Allowance;

static const Allowance name_allowance = {5, 300};
static const Allowance network_allowance = {20, 300};
static const Allowance own_allowance = {10, 120};

typedef struct
{
  char  *key;
  guint  failures;
  gint64 counted_at;
  gint64 not_before;
  GList  link;
} Bucket;

typedef struct
{
  GHashTable *buckets;
  GQueue      by_use;
  guint       max_entries;
} Table;

struct _BalieThrottle
{
  Table failing;

  /* Only a right password brings a pair of name and network in here, so that a flood of guesses cannot push one out. */
  Table own;
};

static void
bucket_free (gpointer data)
{
  Bucket *bucket = data;

  g_free (bucket->key);
  g_free (bucket);
}

static void
table_init (Table *table,
            guint  max_entries)
{
  table->buckets = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, bucket_free);
  g_queue_init (&table->by_use);
  table->max_entries = max_entries;
}

static Bucket *
table_look_up (Table      *table,
               const char *key,
               gint64      now)
{
  Bucket *bucket = g_hash_table_lookup (table->buckets, key);
  gint64  forgotten;

  if (bucket == NULL)
    return NULL;

  g_queue_unlink (&table->by_use, &bucket->link);
  g_queue_push_tail_link (&table->by_use, &bucket->link);

  forgotten = (now - bucket->counted_at) / FORGET_MILLISECONDS;
  bucket->failures -= (guint)MIN (forgotten, (gint64)bucket->failures);
  bucket->counted_at += forgotten * FORGET_MILLISECONDS;
  return bucket;
}

static Bucket *
table_ensure (Table      *table,
              const char *key,
              gint64      now)
{
  Bucket *bucket = table_look_up (table, key, now);

  if (bucket != NULL)
    return bucket;

  if (g_hash_table_size (table->buckets) >= table->max_entries)
    {
      GList *oldest = g_queue_pop_head_link (&table->by_use);

      g_hash_table_remove (table->buckets, ((Bucket *)oldest->data)->key);
    }

  bucket = g_new0 (Bucket, 1);
  bucket->key = g_strdup (key);
  bucket->counted_at = now;
  bucket->link.data = bucket;
  g_queue_push_tail_link (&table->by_use, &bucket->link);
  g_hash_table_insert (table->buckets, bucket->key, bucket);
  return bucket;
}

static guint
get_wait (const Allowance *allowance,
          guint            failures)
{
  if (failures < allowance->free_tries)
    return 0;

  return MIN (1u << MIN (failures - allowance->free_tries, 16), allowance->max_wait);
}

/* Seconds until the bucket grants a try, rounded up. */
static guint
get_remaining (const Bucket *bucket,
               gint64        now)
{
  if (bucket == NULL || bucket->not_before <= now)
    return 0;

  return (guint)((bucket->not_before - now + 999) / 1000);
}

static void
charge (Table           *table,
        const char      *key,
        const Allowance *allowance,
        gint64           now)
{
  Bucket *bucket = table_ensure (table, key, now);

  /* Beyond the longest wait more failures change nothing but the time it takes to forget them. */
  if (get_wait (allowance, bucket->failures) < allowance->max_wait)
    bucket->failures++;
  bucket->not_before = now + get_wait (allowance, bucket->failures) * G_GINT64_CONSTANT (1000);
}

static void
refund (Table           *table,
        const char      *key,
        const Allowance *allowance,
        gint64           now)
{
  Bucket *bucket = table_look_up (table, key, now);

  if (bucket == NULL)
    return;

  if (bucket->failures > 0)
    bucket->failures--;
  bucket->not_before = now + get_wait (allowance, bucket->failures) * G_GINT64_CONSTANT (1000);
}

/* What one person cannot easily change: /24 of IPv4, /64 of IPv6. */
static char *
dup_network (const char *address)
{
  g_autoptr (GInetAddress) parsed = g_inet_address_new_from_string (address);
  const guint8 *bytes;

  if (parsed == NULL)
    return g_strdup (address);

  bytes = g_inet_address_to_bytes (parsed);
  if (g_inet_address_get_family (parsed) == G_SOCKET_FAMILY_IPV6)
    {
      static const guint8 mapped[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

      if (memcmp (bytes, mapped, sizeof mapped) != 0)
        return g_strdup_printf ("%02x%02x:%02x%02x:%02x%02x:%02x%02x::/64",
                                bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]);
      bytes += sizeof mapped;
    }

  return g_strdup_printf ("%u.%u.%u.0/24", bytes[0], bytes[1], bytes[2]);
}

/* The keys of one try. Names cannot hold a line break, so keys of different kinds are never the same. */
static void
make_keys (const char *username,
           const char *address,
           char      **name_key,
           char      **network_key,
           char      **own_key)
{
  g_autofree char *cut = g_utf8_make_valid (username, (gssize)strnlen (username, MAX_NAME_BYTES));
  g_autofree char *folded = g_utf8_casefold (cut, -1);
  g_autofree char *network = dup_network (address);

  *name_key = g_strconcat ("name\n", folded, NULL);
  *network_key = g_strconcat ("network\n", network, NULL);
  *own_key = g_strconcat (network, "\n", folded, NULL);
}

BalieThrottle *
balie_throttle_new (guint max_entries)
{
  BalieThrottle *self = g_new0 (BalieThrottle, 1);

  g_return_val_if_fail (max_entries > 0, self);

  table_init (&self->failing, max_entries);
  table_init (&self->own, max_entries);
  return self;
}

void
balie_throttle_free (BalieThrottle *self)
{
  g_hash_table_unref (self->failing.buckets);
  g_hash_table_unref (self->own.buckets);
  g_free (self);
}

guint
balie_throttle_begin (BalieThrottle *self,
                      const char    *username,
                      const char    *address,
                      gint64         now)
{
  g_autofree char *name_key = NULL;
  g_autofree char *network_key = NULL;
  g_autofree char *own_key = NULL;
  Bucket          *own;
  guint            wait;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (username != NULL && address != NULL, 0);

  make_keys (username, address, &name_key, &network_key, &own_key);

  own = table_look_up (&self->own, own_key, now);
  if (own != NULL)
    {
      wait = get_remaining (own, now);
      if (wait == 0)
        charge (&self->own, own_key, &own_allowance, now);
      return wait;
    }

  wait = MAX (get_remaining (table_look_up (&self->failing, name_key, now), now),
              get_remaining (table_look_up (&self->failing, network_key, now), now));
  if (wait == 0)
    {
      charge (&self->failing, name_key, &name_allowance, now);
      charge (&self->failing, network_key, &network_allowance, now);
    }
  return wait;
}

void
balie_throttle_succeed (BalieThrottle *self,
                        const char    *username,
                        const char    *address,
                        gint64         now)
{
  g_autofree char *name_key = NULL;
  g_autofree char *network_key = NULL;
  g_autofree char *own_key = NULL;
  Bucket          *own;

  g_return_if_fail (self != NULL);
  g_return_if_fail (username != NULL && address != NULL);

  make_keys (username, address, &name_key, &network_key, &own_key);

  if (table_look_up (&self->own, own_key, now) == NULL)
    {
      refund (&self->failing, name_key, &name_allowance, now);
      refund (&self->failing, network_key, &network_allowance, now);
    }

  own = table_ensure (&self->own, own_key, now);
  own->failures = 0;
  own->not_before = 0;
}

guint
balie_throttle_get_n_entries (BalieThrottle *self)
{
  return g_hash_table_size (self->failing.buckets) + g_hash_table_size (self->own.buckets);
}
