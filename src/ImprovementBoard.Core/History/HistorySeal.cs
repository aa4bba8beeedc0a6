using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ImprovementBoard.Core.History;

/// <summary>An entry of a chain: what it says, its number, and its seal over both and over the seal before it.</summary>
public interface ISealed
{
    /// <summary>Its number in the chain: 1, 2, 3 … without gaps.</summary>
    long Sequence { get; set; }

    /// <summary>Seal of the entry before, <see cref="HistorySeal.None"/> for the first.</summary>
    string PreviousHash { get; set; }

    /// <summary>Its own seal: SHA-256 in lower-case hexadecimal; empty before it is sealed.</summary>
    string Hash { get; set; }

    /// <summary>The instant, in UTC, to the microsecond: PostgreSQL keeps no more.</summary>
    DateTimeOffset At { get; set; }

    /// <summary>Everything else it says, by name, always in this order. A field added later comes last and is null in what was sealed before it, which so keeps its seal.</summary>
    IEnumerable<(string Field, string? Value)> Says();
}

/// <summary>
/// Seals entries of a chain (docs/decisions/0011-history-chain.md). The encoding is one line for each field that is not null,
/// <c>name:bytes:value</c>, where <c>bytes</c> counts the value in UTF-8: no text can look like the end of its field, so no two
/// entries encode alike.
/// </summary>
public static class HistorySeal
{
    /// <summary>What the first entry names as the seal before it.</summary>
    public const string None = "0000000000000000000000000000000000000000000000000000000000000000";

    private const string Version = "ImprovementBoard history 1\n";

    /// <summary>The bytes that the seal is taken over.</summary>
    public static byte[] Encode(ISealed entry) => Encode(entry, entry.Sequence, entry.PreviousHash);

    /// <summary>The seal that an entry should have. It is worked out, not read.</summary>
    public static string HashOf(ISealed entry) => HashOf(entry, entry.Sequence, entry.PreviousHash);

    /// <summary>The seal that it would have at another place.</summary>
    internal static string HashOf(ISealed entry, long sequence, string previous) => Convert.ToHexStringLower(SHA256.HashData(Encode(entry, sequence, previous)));

    /// <summary>Puts an entry at the end of a chain and seals it.</summary>
    /// <param name="last">Number of the last entry so far, 0 where there is none.</param>
    /// <param name="hash">Its seal, <see cref="None"/> where there is none.</param>
    public static void Follow(this ISealed entry, long last, string hash)
    {
        entry.At = new(entry.At.UtcTicks - (entry.At.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        entry.Sequence = last + 1;
        entry.PreviousHash = hash;
        entry.Hash = HashOf(entry);
    }

    /// <summary>A checkpoint as people copy it from paper: number, colon, seal, with the gaps and commas a pack prints. Null when it is none.</summary>
    public static Checkpoint? ReadCheckpoint(string? text, string source)
    {
        var parts = string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c) && c != ',')).Split(':');
        return parts is [var entries, { Length: 64 } hash] && long.TryParse(entries, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 && hash.All(char.IsAsciiHexDigit)
            ? new(n, hash.ToLowerInvariant(), source)
            : null;
    }

    private static byte[] Encode(ISealed entry, long sequence, string previous)
    {
        var text = new StringBuilder(Version);
        Add("sequence", sequence.ToString(CultureInfo.InvariantCulture));
        Add("previous", previous);
        // A digit more than is kept: a stored instant that was changed by less must not seal alike.
        Add("at", entry.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));
        foreach (var (field, value) in entry.Says())
            Add(field, value);
        return Encoding.UTF8.GetBytes(text.ToString());

        void Add(string field, string? value)
        {
            if (value is not null)
                text.Append(CultureInfo.InvariantCulture, $"{field}:{Encoding.UTF8.GetByteCount(value)}:{value}\n");
        }
    }
}
