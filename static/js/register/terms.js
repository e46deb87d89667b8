// Before when to call back: the moments that are promised most, on the business' own clock.

const ZONE = "Europe/Amsterdam";
const END_OF_DAY = "17:00";
const NOON = "12:00";
const WORKDAYS = 3;

// The day and time on the wall as "2026-03-02" and "14:05".
function onTheWall(moment) {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone: ZONE,
    dateStyle: "short",
    timeStyle: "short",
  }).format(moment);
  return parts.split(" ");
}

function laterDay(day, days) {
  const moment = new Date(`${day}T12:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}

function isWorkday(day) {
  return ![0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay());
}

function workdaysLater(day, count) {
  let later = day;
  for (let left = count; left > 0; left -= isWorkday(later) ? 1 : 0) {
    later = laterDay(later, 1);
  }
  return later;
}

// Wall-clock times by name; `today` is empty when the day is as good as over.
export function terms(now) {
  const [day, time] = onTheWall(now);
  return {
    today: time < END_OF_DAY ? `${day}T${END_OF_DAY}` : "",
    tomorrow: `${laterDay(day, 1)}T${NOON}`,
    workdays: `${workdaysLater(day, WORKDAYS)}T${END_OF_DAY}`,
  };
}
