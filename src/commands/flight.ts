/** How long a command can be under way, and how exactly a service says when something happened there. */

/** Nothing of a command is under way for longer, whichever process sent it. */
export const longestFlightMs = 60_000;

/** Services tell their time by the second, and a clock that is not further off than this counts as right. */
export const clockSlackMs = 2_000;

/** A time by a service's clock, both ends included. */
export interface Span {
  from: Date;
  to: Date;
}

/** When a command that was sent then can have had its effect. */
export const flightOf = (sentAt: Date): Span => ({
  from: new Date(sentAt.getTime() - clockSlackMs),
  to: new Date(sentAt.getTime() + longestFlightMs + clockSlackMs),
});

/** When what had its effect at that time can have been sent: the other way round. */
export const sendingOf = (at: Date): Span => ({
  from: new Date(at.getTime() - longestFlightMs - clockSlackMs),
  to: new Date(at.getTime() + clockSlackMs),
});
