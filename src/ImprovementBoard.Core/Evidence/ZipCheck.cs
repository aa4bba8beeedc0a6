using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using ImprovementBoard.Core.Time;

namespace ImprovementBoard.Core.Evidence;

/// <summary>
/// Looks into a zip archive without trusting what it says of itself: entries are counted as they are read, and each is unpacked to
/// see how large it truly is (ASVS 5.0, 5.2.3). The zip reader of the base library would stop at the size an entry declares.
/// </summary>
internal static class ZipCheck
{
    /// <summary>Most entries; a presentation of 500 slides has about 2,500.</summary>
    public const int MostEntries = 5_000;

    /// <summary>Most bytes when unpacked: 200 MB.</summary>
    public const long MostUnpacked = 200 * 1024 * 1024;

    /// <summary>Most times larger than the archive when unpacked. Sheets full of equal rows reach about 40.</summary>
    public const int MostTimes = 100;

    /// <summary>Names of the entries.</summary>
    /// <exception cref="InvalidDataException">It is no zip archive, damaged, or uses a feature that Office files do not.</exception>
    /// <exception cref="RuleException">It has too many entries, grows too large, or is protected with a password. The sentence lacks its subject.</exception>
    public static IReadOnlyCollection<string> Names(Stream zip)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var room = Math.Min(MostUnpacked, Math.Max(zip.Length * MostTimes, 1 << 20));
        var left = room;
        var count = 0;
        var at = DirectoryStart(zip);
        while (true)
        {
            if (!Read(zip, at, 4).AsSpan().SequenceEqual("PK\u0001\u0002"u8))
                break;
            var header = Read(zip, at, 46);
            if (++count > MostEntries)
                throw new RuleException($"holds more than {Words.Number(MostEntries)} parts, which no ordinary document does. Save it as PDF and attach that.");
            var (flags, method) = (U16(header, 8), U16(header, 10));
            var (packed, unpacked, local) = (U32(header, 20), U32(header, 24), U32(header, 42));
            if ((flags & 1) != 0)
                throw new RuleException("is protected with a password. Save it without one and choose it again.");
            if (packed == uint.MaxValue || unpacked == uint.MaxValue || local == uint.MaxValue || method is not (0 or 8))
                throw new InvalidDataException();
            names.Add(Encoding.UTF8.GetString(Read(zip, at + 46, U16(header, 28))).Replace('\\', '/'));
            var size = Unpacked(zip, local, packed, method == 8, left);
            if (size > left)
                throw new RuleException($"grows to more than {Words.Number((int)(room >> 20))} MB when unpacked, so it may do harm. Save it as PDF and attach that.");
            if (size != unpacked)
                throw new InvalidDataException();
            left -= size;
            at += 46 + U16(header, 28) + U16(header, 30) + U16(header, 32);
        }
        return count > 0 ? names : throw new InvalidDataException();
    }

    // The end record stands in the last 22 bytes, before a comment of at most 64 KiB.
    private static long DirectoryStart(Stream zip)
    {
        var length = (int)Math.Min(zip.Length, 22 + ushort.MaxValue);
        var tail = Read(zip, zip.Length - length, length);
        var end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        return end >= 0 && end + 22 <= tail.Length ? U32(tail, end + 16) : throw new InvalidDataException();
    }

    /// <summary>Bytes of one entry when unpacked; stops counting just after <paramref name="most"/>.</summary>
    private static long Unpacked(Stream zip, long local, long packed, bool deflated, long most)
    {
        var header = Read(zip, local, 30);
        if (!header.AsSpan().StartsWith("PK\u0003\u0004"u8))
            throw new InvalidDataException();
        var start = local + 30 + U16(header, 26) + U16(header, 28);
        if (start + packed > zip.Length)
            throw new InvalidDataException();
        if (!deflated)
            return packed;
        using var inflate = new DeflateStream(new Slice(zip, start, packed), CompressionMode.Decompress);
        var buffer = new byte[64 * 1024];
        long size = 0;
        int read;
        while (size <= most && (read = inflate.Read(buffer)) > 0)
            size += read;
        return size;
    }

    private static byte[] Read(Stream zip, long at, int count)
    {
        if (at < 0 || at > zip.Length)
            throw new InvalidDataException();
        var bytes = new byte[count];
        zip.Position = at;
        return zip.ReadAtLeast(bytes, count, throwOnEndOfStream: false) == count ? bytes : throw new InvalidDataException();
    }

    private static int U16(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private static long U32(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    /// <summary>A part of a stream, read from its start to its end.</summary>
    private sealed class Slice(Stream whole, long start, long length) : Stream
    {
        private long at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get => at; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            whole.Position = start + at;
            var read = whole.Read(buffer[..(int)Math.Min(buffer.Length, length - at)]);
            at += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
            // Nothing is written.
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
