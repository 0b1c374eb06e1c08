/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desktop's notification service on a bus of the test's own: it keeps what it is told to show. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BalieNotificationService BalieNotificationService;

/**
 * balie_notification_service_new:
 *
 * Starts the bus, which takes the place of the session's, and the service on it. To be called before any application registers.
 *
 * Returns: (transfer none): the service, which ends with the program: whatever has once been on a bus never lets go of it
 */
BalieNotificationService *balie_notification_service_new (void);

/**
 * balie_notification_service_find:
 * @id: of a notification
 *
 * Returns: (transfer none) (nullable): what is shown under that id, such as `title` and `body`
 */
GVariant *balie_notification_service_find (BalieNotificationService *self,
                                           const char               *id);

/**
 * balie_notification_service_get_n_shown:
 *
 * Returns: how many are shown
 */
guint balie_notification_service_get_n_shown (BalieNotificationService *self);

/**
 * balie_notification_service_get_n_calls:
 *
 * Returns: how often it was told anything
 */
guint balie_notification_service_get_n_calls (BalieNotificationService *self);

G_END_DECLS
