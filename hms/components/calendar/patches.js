// What should be on the calendar, followed from the last full list by patches. Nothing here knows the screen.
export const nothing = () => ({ events: null, base: 0, seq: 0, want: new Map(), lost: false });

// Bring `known` up to date. A full list counts for as long as it is the one that came last; `base` is the number of the
// last patch that is in it already. React may join several answers into one drawing, so all patches not seen yet are
// applied. Returns true when some are missing and a full list must be asked for; until it comes nothing more is applied.
export function follow(known, { events, base, patches }) {
  if (events !== known.events || base !== known.base) {
    Object.assign(known, { events, base, seq: base, lost: false });
    known.want = new Map(events.map((one) => [one.id, one]));
  }
  if (known.lost) return false;
  for (const patch of patches) {
    if (patch.seq <= known.seq) continue;
    if (patch.seq !== known.seq + 1) {
      known.lost = true;
      return true;
    }
    for (const one of patch.upsert) known.want.set(one.id, one);
    for (const id of patch.remove) known.want.delete(id);
    known.seq = patch.seq;
  }
  return false;
}
