/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program of nothing, linked with a whole room to see that the room stands on its own. */

int
main (void)
{
  return 0;
}
