/** See cache-folder.mjs. */
export declare function cacheFolder(env: NodeJS.ProcessEnv): string
