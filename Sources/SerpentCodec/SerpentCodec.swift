/// The text format of the Python package serpent: literals of Python, in UTF-8.
public enum SerpentCodec {}
