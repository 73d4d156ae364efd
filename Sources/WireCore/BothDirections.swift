/// Something that a connection has once for each direction.
package struct BothDirections<Value> {
  /// That of what the client sends.
  package var fromClient: Value
  /// That of what the server sends.
  package var fromServer: Value

  /// Joins the two.
  @inlinable
  package init(fromClient: Value, fromServer: Value) {
    self.fromClient = fromClient
    self.fromServer = fromServer
  }

  /// That of a direction, lent where it lies: a decoder holds a message, which is not to be copied.
  @inlinable
  package subscript(direction: Direction) -> Value {
    _read {
      if direction == .clientToServer { yield fromClient } else { yield fromServer }
    }
    _modify {
      if direction == .clientToServer { yield &fromClient } else { yield &fromServer }
    }
  }
}

extension BothDirections: Sendable where Value: Sendable {}
