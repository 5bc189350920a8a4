/** A style sheet that comes with the page that imports it; the bundler makes a file of it. */
declare module '*.css' {}
