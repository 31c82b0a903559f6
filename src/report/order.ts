/** JSON with its properties always in the same order, and harmless where it is printed. */

import { z } from "zod";

type Json = Readonly<Record<string, unknown>>;

/** The object with its properties in the schema's order; what the schema does not know follows by name. */
export function inOrder(schema: z.core.$ZodType | undefined, value: object): Json {
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema instanceof z.ZodObject ? schema.shape : {};
  const entries = new Map(Object.entries(value));
  const unknown = [...entries.keys()].filter((key) => !Object.hasOwn(shape, key));
  const keys = [...Object.keys(shape).filter((key) => entries.has(key)), ...unknown.toSorted()];
  return Object.fromEntries(keys.map((key) => [key, valueInOrder(shape[key], entries.get(key))]));
}

function valueInOrder(schema: z.core.$ZodType | undefined, value: unknown): unknown {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return valueInOrder(schema.unwrap(), value);
  if (Array.isArray(value)) {
    const element = schema instanceof z.ZodArray ? schema.element : undefined;
    return value.map((item) => valueInOrder(element, item));
  }
  return typeof value === "object" && value !== null ? inOrder(schema, value) : value;
}

const unprintable = /[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** JSON text in which characters that a terminal might act on stand as `\\u` escapes. */
export function stringify(value: unknown, indent: number): string {
  return JSON.stringify(value, null, indent).replace(unprintable, escapeCharacter);
}
