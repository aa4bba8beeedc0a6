using System.Security.Cryptography;
using System.Text;

namespace ImprovementBoard.Core.Access;

/// <summary>Codes for the day the phone is lost. Each opens once; only their SHA-256 is kept, which tells nothing of 117 random bits.</summary>
public static class RecoveryCodes
{
    /// <summary>How many there are.</summary>
    public const int Count = 10;

    private const int Length = 24, Group = 4;

    // No 0, 1, i, l, o, u: nobody misreads them.
    private const string Alphabet = "23456789abcdefghjkmnpqrstvwxyz";

    /// <summary>Ten new ones, as they are written down: <c>k7mq-2x9p-wd4h-9c3t-v8ns-3rge</c>.</summary>
    public static IReadOnlyList<string> Make() => [.. Enumerable.Range(0, Count).Select(_ =>
        string.Join('-', RandomNumberGenerator.GetString(Alphabet, Length).Chunk(Group).Select(g => new string(g))))];

    /// <summary>What is kept of a code, however it is typed.</summary>
    public static string HashOf(string? code) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat((code ?? "").Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant())));
}
