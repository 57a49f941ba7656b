// A photo as it is kept and sent: no wider or higher than 1600 points, JPEG, upright. A sheet stays readable at that
// size, and a photo of 5 MB becomes one of 300 kB before anything is kept.

const LARGEST = 1600;
const QUALITY = 0.8;
const SMALL_ENOUGH = 400_000;

export function fitted(width, height, largest) {
  const scale = Math.min(1, largest / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

export async function shrunk(file, wanted) {
  const largest = Math.min(wanted ?? LARGEST, LARGEST);
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    // A kind of picture that this browser does not read goes as it is; the server decides.
    return file;
  }
  const [width, height] = fitted(picture.width, picture.height, largest);
  const isFine = file.type === "image/jpeg" && width === picture.width && file.size <= SMALL_ENOUGH;
  if (isFine) {
    picture.close();
    return file;
  }
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  // Transparent parts of a picture would turn black in a JPEG.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0, width, height);
  picture.close();
  const blob = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", QUALITY); });
  if (!blob) return file;
  return new File([blob], `${file.name.replace(/\.[^.]*$/, "") || "photo"}.jpg`, { type: "image/jpeg" });
}
