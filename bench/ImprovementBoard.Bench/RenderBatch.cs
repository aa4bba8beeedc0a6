using System.Buffers.Binary;
using System.Text;

namespace ImprovementBoard.Bench;

/// <summary>An element that answers to an event.</summary>
/// <param name="Says">The first text drawn after it; for a button what stands on it.</param>
internal sealed record EventHandlerOf(string Element, string Event, ulong Id, string Says = "");

/// <summary>Reads the event handlers out of a render batch (format: RenderBatchWriter of ASP.NET Core; frames of 20 bytes).</summary>
internal static class RenderBatch
{
    private const int Element = 1, TextFrame = 2, Attribute = 3, FrameLength = 20, TailLength = 20;

    public static IReadOnlyList<EventHandlerOf> Handlers(byte[] batch)
    {
        var found = new List<EventHandlerOf>();
        var tail = batch.Length - TailLength;
        var (frames, strings) = (Int(batch, tail + 4), Int(batch, tail + 16));
        var element = "";
        for (var i = 0; i < Int(batch, frames); i++)
        {
            var at = frames + 4 + i * FrameLength;
            switch (Int(batch, at))
            {
                case Element:
                    element = Text(batch, strings, Int(batch, at + 8));
                    break;
                case Attribute when BinaryPrimitives.ReadUInt64LittleEndian(batch.AsSpan(at + 12)) is var id and not 0:
                    found.Add(new(element, Text(batch, strings, Int(batch, at + 4)), id));
                    break;
                case TextFrame when found.FindIndex(h => h.Says.Length == 0) is var first and >= 0 && Text(batch, strings, Int(batch, at + 4)).Trim() is { Length: > 0 } says:
                    for (var j = first; j < found.Count; j++)
                        found[j] = found[j] with { Says = says };
                    break;
            }
        }
        return found;
    }

    /// <summary>
    /// Handlers that this batch puts in the place of others, by the id that is no longer good; empty when it draws new elements.
    /// A handler is replaced and its old id given up in one step of the comparison, so both lists have one order.
    /// </summary>
    public static IReadOnlyDictionary<ulong, ulong> Replaced(byte[] batch)
    {
        var disposed = Int(batch, batch.Length - TailLength + 12);
        var old = Enumerable.Range(0, Int(batch, disposed)).Select(i => BinaryPrimitives.ReadUInt64LittleEndian(batch.AsSpan(disposed + 4 + i * 8))).ToList();
        var now = Handlers(batch);
        return old.Count == now.Count ? old.Zip(now).ToDictionary(p => p.First, p => p.Second.Id) : new Dictionary<ulong, ulong>();
    }

    /// <summary>The texts of a batch, for a message that says what the page showed instead.</summary>
    public static string Texts(byte[] batch)
    {
        var tail = batch.Length - TailLength;
        var (frames, strings) = (Int(batch, tail + 4), Int(batch, tail + 16));
        return string.Join(' ', Enumerable.Range(0, Int(batch, frames))
            .Select(i => frames + 4 + i * FrameLength)
            .Where(at => Int(batch, at) == TextFrame)
            .Select(at => Text(batch, strings, Int(batch, at + 4)).Trim()));
    }

    private static int Int(byte[] batch, int at) => BinaryPrimitives.ReadInt32LittleEndian(batch.AsSpan(at));

    private static string Text(byte[] batch, int strings, int index)
    {
        if (index < 0)
            return "";
        var at = Int(batch, strings + index * 4);
        var (length, shift) = (0, 0);
        byte part;
        do
        {
            part = batch[at++];
            length |= (part & 0x7F) << shift;
            shift += 7;
        }
        while (part >= 0x80);
        return Encoding.UTF8.GetString(batch, at, length);
    }
}
