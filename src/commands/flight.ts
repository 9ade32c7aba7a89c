/** How long a command can be under way, and how exactly a service says when something happened there. */

/** Nothing of a command is under way for longer, whichever process sent it. */
export const longestFlightMs = 60_000;

/** Services tell their time by the second, and a clock that is not further off than this counts as right. */
export const clockSlackMs = 2_000;
