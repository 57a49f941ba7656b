// Where the device is, as often as it knows better. It asks the device alone: no map, no other server.

export const BETTER_THAN = 5;

export const isThere = () => "geolocation" in navigator;

// Told of a failure, it goes on looking: a satellite may come back. Only a refusal is final.
export function follow(found, failed) {
  const watching = navigator.geolocation.watchPosition(
    ({ coords }) => found({
      latitude: coords.latitude, longitude: coords.longitude, altitude: coords.altitude ?? 0, accuracy: coords.accuracy,
    }),
    (problem) => failed(problem.code === problem.PERMISSION_DENIED), { enableHighAccuracy: true, timeout: 60_000 });
  return () => navigator.geolocation.clearWatch(watching);
}

export const written = ({ latitude, longitude, altitude, accuracy }) =>
  `${latitude} ${longitude} ${altitude ?? 0} ${accuracy ?? 0}`;

export function locateOnce() {
  if (!isThere()) return Promise.resolve("");
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve(written(coords)), () => resolve(""), { enableHighAccuracy: true, timeout: 20_000 });
  });
}
