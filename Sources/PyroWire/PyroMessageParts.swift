import WireCore

/// Where the parts of a message are, and how they are read and written: alike in Pyro 4 and 5.
struct PyroMessageParts {
  let annotations: Range<Int>
  let payload: Range<Int>

  /// Finds the parts of a message that fills `bytes`.
  ///
  /// - Throws: `limit` for a size past `limits.bytes`, `truncated`, `trailing`.
  init(_ header: PyroHeader, in bytes: Span<UInt8>, base: Int, limits: Limits) throws(WireError) {
    let name = "\(header.generation.name) message"
    guard header.bodySize <= limits.bytes else {
      throw PyroHeaderFault.size(header.bodySize, limit: limits.bytes).error(base: base)
    }
    let end = header.size + header.bodySize
    guard bytes.count >= end else {
      throw WireError(
        .truncated, at: base + bytes.count, reading: name, "\(end) bytes wanted, \(bytes.count) left")
    }
    guard bytes.count == end else {
      throw WireError(.trailing, at: base + end, reading: name, "\(bytes.count - end) bytes follow it")
    }
    annotations = header.size..<header.size + header.annotationsSize
    payload = annotations.upperBound..<end
  }

  /// Reads annotation chunks; `base` is the absolute offset of the first.
  static func annotations(
    _ chunks: Span<UInt8>, _ generation: PyroGeneration, base: Int
  ) throws(WireError) -> [PyroAnnotation] {
    var reader = PyroAnnotationReader(generation)
    var annotations: [PyroAnnotation] = []
    do throws(PyroAnnotationFault) {
      while let chunk = try reader.next(in: chunks) {
        let data = [UInt8](copying: chunks.extracting(chunk.data))
        annotations.append(PyroAnnotation(id: PyroAnnotationReader.text(of: chunk.id), data: data))
      }
    } catch {
      throw error.error(at: base + reader.position)
    }
    return annotations
  }

  /// The payload as its serializer wrote it. PYRO3-8, PYRO4-24, PYRO5-24: the flag speaks of the payload alone.
  static func payload(
    _ wire: Span<UInt8>, isCompressed: Bool, base: Int, limits: Limits
  ) throws(WireError) -> [UInt8] {
    isCompressed ? try inflate(wire, base: base, limits: limits) : [UInt8](copying: wire)
  }
}

// Writing.
extension PyroMessageParts {
  /// The size of all chunks together; their ids are checked on the way.
  static func size(
    of annotations: [PyroAnnotation], _ generation: PyroGeneration, limit: Int
  ) throws(WireError) -> Int {
    var size = 0
    for annotation in annotations {
      guard annotation.id.utf8.count == 4, annotation.id.utf8.allSatisfy({ $0 < 0x80 }) else {
        throw WireError(
          .unrepresentable, at: 0, reading: "annotation id", "it must be four ASCII characters")
      }
      guard annotation.data.count <= limit else {
        throw WireError(
          .limit, at: 0, reading: "annotation", "\(annotation.data.count) bytes, \(limit) allowed")
      }
      size += 4 + generation.annotationLengthSize + annotation.data.count
    }
    return size
  }

  /// Keeps a message to a maximum.
  static func check(_ payload: Int, _ annotations: Int, limit: Int) throws(WireError) {
    guard payload <= limit, annotations <= limit - payload else {
      throw WireError(
        .limit, at: 0, reading: "Pyro message",
        "\(payload) bytes of payload and \(annotations) of annotations, \(limit) allowed")
    }
  }

  /// Writes annotation chunks whose size was checked.
  static func append(
    _ annotations: [PyroAnnotation], _ generation: PyroGeneration, to output: inout [UInt8]
  ) {
    for annotation in annotations {
      output.append(contentsOf: annotation.id.utf8)
      if generation == .pyro4 {
        output.appendBigEndian(UInt16(truncatingIfNeeded: annotation.data.count))
      } else {
        output.appendBigEndian(UInt32(truncatingIfNeeded: annotation.data.count))
      }
      output.append(contentsOf: annotation.data)
    }
  }
}
