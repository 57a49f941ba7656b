// Builds the page: names that change with the content, each file compressed once for good, and a list of what there is.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

function compressed() {
  let folder = "";
  return {
    name: "toguna-compressed",
    configResolved(config) { folder = config.build.outDir; },
    closeBundle() {
      const files = readdirSync(folder).filter((name) => /\.(js|css)$/.test(name)).sort();
      for (const name of files) {
        const body = readFileSync(join(folder, name));
        const options = { params: { [constants.BROTLI_PARAM_SIZE_HINT]: body.length } };
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(body, options));
        writeFileSync(join(folder, `${name}.gz`), gzipSync(body, { level: 9 }));
      }
      const script = files.find((name) => /^start-.*\.js$/.test(name));
      const style = files.find((name) => name.endsWith(".css"));
      writeFileSync(join(folder, "bundle.json"), JSON.stringify({ script, style, files }));
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [vue(), compressed()],
  build: {
    target: "es2022",
    assetsDir: "",
    cssCodeSplit: false,
    modulePreload: false,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: "src/start.js",
      // The engine's XPath grammar carries a loader with eval that is never reached; the page's policy forbids it anyway.
      checks: { eval: false },
      output: { entryFileNames: "[name]-[hash].js", chunkFileNames: "[name]-[hash].js", assetFileNames: "[name]-[hash][extname]" },
    },
  },
});
