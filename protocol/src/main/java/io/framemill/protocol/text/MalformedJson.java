package io.framemill.protocol.text;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import java.util.Arrays;
import java.util.List;

/** Describes errors in JSON by fields and values, without Java class names. */
public final class MalformedJson {
  private MalformedJson() {}

  /** Place and kind of the error, one line. */
  public static String reason(Exception failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String what = withoutClasses(what(root));
    String where = failure instanceof JsonMappingException mapping ? path(mapping) : "";
    return where.isEmpty() ? what : where + ": " + what;
  }

  private static String what(Throwable root) {
    if (root instanceof InvalidTypeIdException unknown) {
      return unknown.getOriginalMessage();
    }
    if (root instanceof InvalidFormatException value && value.getTargetType().isEnum()) {
      List<?> known = Arrays.asList(value.getTargetType().getEnumConstants());
      return "\"" + value.getValue() + "\" is not one of " + known;
    }
    if (root instanceof JsonMappingException) {
      return "it has the wrong type";
    }
    if (root instanceof JsonProcessingException json) {
      return json.getOriginalMessage() + at(json.getLocation());
    }
    if (root instanceof NullPointerException) {
      String name = String.valueOf(root.getMessage());
      return name.matches("\\w+") && !name.equals("null")
          ? name + " is missing"
          : "it lacks a field";
    }
    return String.valueOf(root.getMessage());
  }

  private static String at(JsonLocation place) {
    return place == null
        ? ""
        : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
  }

  /** Path of the field, such as {@code profile.encodes[0]}; empty for the root. */
  private static String path(JsonMappingException mapping) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference reference : mapping.getPath()) {
      if (reference.getFieldName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
      }
    }
    return path.toString();
  }

  /** Removes class names, which Jackson puts into backquotes and brackets. */
  private static String withoutClasses(String message) {
    return message
        .replaceAll(" \\(start marker at .*?\\]\\)", "")
        .replaceAll(",? ?from `[^`]*`", "")
        .replaceAll(" as a subtype of `[^`]*`", "")
        .replaceAll("subtype of \\[[^\\]]*\\]", "its kind")
        .replaceAll("\\bio\\.framemill\\.[\\w.$]+", "...");
  }
}
