/// Breaks a text at blanks into lines of at most `width` characters, each after `indent` blanks.
func wrapped(_ text: String, width: Int = 88, indent: Int = 2) -> String {
  let margin = String(repeating: " ", count: indent)
  var lines: [String] = []
  var line = margin
  for word in text.split(separator: " ") {
    if line.count > indent, line.count + 1 + word.count > width {
      lines.append(line)
      line = margin
    }
    line += (line.count > indent ? " " : "") + word
  }
  lines.append(line)
  return lines.joined(separator: "\n")
}

/// The text with blanks after it up to `width` characters.
func padded(_ text: String, to width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}
