using System.Globalization;

namespace ImprovementBoard.Core.History;

/// <summary>What kind of thing happened at the door of the installation.</summary>
public enum InstallationEventKind
{
    /// <summary>Somebody signed in.</summary>
    SignedIn,

    /// <summary>Somebody signed out, and all their open pages with them.</summary>
    SignedOut,

    /// <summary>A sign-in was refused.</summary>
    SignInRefused,

    /// <summary>An account was locked after wrong passwords.</summary>
    LockedOut,

    /// <summary>Somebody asked for a programme they do not belong to.</summary>
    Refused,

    /// <summary>An account was made, or its password, address or lock changed.</summary>
    AccountChanged,
}

/// <summary>
/// Something that happened to the installation, not in a programme. A chain of its own, sealed like a programme’s. It names the account by its
/// key and nobody by name or address, and never repeats what was typed: a password typed in the wrong field would stand here for ever.
/// </summary>
public sealed class InstallationEvent : ISealed
{
    /// <summary>Length limit of <see cref="What"/>.</summary>
    public const int WhatMaxLength = 300;

    /// <summary>Key; it says nothing.</summary>
    public long Id { get; set; }

    /// <inheritdoc/>
    public long Sequence { get; set; }

    /// <inheritdoc/>
    public string PreviousHash { get; set; } = "";

    /// <inheritdoc/>
    public string Hash { get; set; } = "";

    /// <inheritdoc/>
    public DateTimeOffset At { get; set; }

    /// <summary>What kind of thing happened.</summary>
    public InstallationEventKind Kind { get; set; }

    /// <summary>The account it happened to; null where the address typed belongs to none.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>What happened, in one sentence.</summary>
    public required string What { get; set; }

    /// <inheritdoc/>
    public IEnumerable<(string Field, string? Value)> Says() =>
    [
        ("kind", Kind.ToString()),
        ("account", AccountId?.ToString("D", CultureInfo.InvariantCulture)),
        ("what", What),
    ];
}
