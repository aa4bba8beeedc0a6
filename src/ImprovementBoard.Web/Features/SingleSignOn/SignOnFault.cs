using System.Text.Json;
using Microsoft.AspNetCore.Authentication;

namespace ImprovementBoard.Web.Features.SingleSignOn;

/// <summary>Why signing in with the council account came to nothing. Its name stands in the address of the page that says so.</summary>
internal enum SignOnFault
{
    /// <summary>The provider does not answer, or not as one does.</summary>
    Unreachable,

    /// <summary>The person, or the provider, stopped it.</summary>
    Stopped,

    /// <summary>Begun in another browser, too long ago, answered already, or not begun at all.</summary>
    Stale,

    /// <summary>What the provider sent does not hold.</summary>
    Unproved,

    /// <summary>There is no account, and no group that would make one.</summary>
    Unknown,

    /// <summary>There is no account, and the provider does not say which groups the person is in.</summary>
    Overage,

    /// <summary>There is an account with the person’s address.</summary>
    Taken,

    /// <summary>An administrator locked the account.</summary>
    Locked,

    /// <summary>The council account opens another account here.</summary>
    Other,

    /// <summary>The place in the invitation could not be taken.</summary>
    Place,
}

internal static class SignOnFaults
{
    /// <summary>The fault that an address names, or null.</summary>
    public static SignOnFault? Parse(string? name) => Enum.TryParse<SignOnFault>(name, ignoreCase: true, out var fault) && Enum.IsDefined(fault) ? fault : null;

    /// <summary>Why an answer of the provider came to nothing.</summary>
    /// <param name="error">The provider’s word for what it did not like, or null.</param>
    public static SignOnFault Of(Exception failure, HttpRequest request, string? error) => failure switch
    {
        ProviderException or HttpRequestException or TaskCanceledException or JsonException => SignOnFault.Unreachable,
        not AuthenticationFailureException => SignOnFault.Unproved,
        _ when error is null or "invalid_grant" => SignOnFault.Stale,
        _ => request.Query.ContainsKey("error") ? SignOnFault.Stopped : SignOnFault.Unproved,
    };

    /// <summary>What the person is told: what is wrong and what to do.</summary>
    /// <param name="name">What people sign in with, from the settings.</param>
    public static string Words(this SignOnFault fault, string name) => fault switch
    {
        SignOnFault.Unreachable => $"{Core.Time.Words.Sentence(name)} could not be reached. Try again, or sign in with your password.",
        SignOnFault.Stopped => $"Signing in with {name} was not finished. Try again, or sign in with your password.",
        SignOnFault.Stale => $"Signing in with {name} took longer than {SignOnHandler.Minutes} minutes, was begun in another browser or is over already. Start again here.",
        SignOnFault.Unproved => $"What came back from {name} could not be proved, so you are not signed in. Try again, and tell your IT team if it happens twice.",
        SignOnFault.Unknown => $"{Core.Time.Words.Sentence(name)} opens nothing here yet. Open the link in your invitation, or sign in with your password and connect it under “Your account”.",
        SignOnFault.Overage => $"{Core.Time.Words.Sentence(name)} is in so many groups that it does not name them. Ask your IT team to send this portal only the groups it needs.",
        SignOnFault.Taken => $"An account with your address is here already. Sign in with your password, then connect {name} under “Your account”.",
        SignOnFault.Locked => "Your account here is locked. Ask the administrator of your programme.",
        SignOnFault.Other => $"{Core.Time.Words.Sentence(name)} opens another account here. Use that one, or disconnect it there under “Your account” first.",
        _ => $"This place cannot be taken with {name}. Choose a password instead, or ask the administrator who sent the invitation.",
    };

    /// <summary>What the record of sign-ins says.</summary>
    public static string Recorded(this SignOnFault fault) => $"single sign-on, {fault switch
    {
        SignOnFault.Unreachable => "the provider could not be reached",
        SignOnFault.Stopped => "stopped at the provider",
        SignOnFault.Stale => "an answer that nobody here asked for, or too late, or twice",
        SignOnFault.Unproved => "what the provider sent does not hold",
        SignOnFault.Unknown => "no account and no group",
        SignOnFault.Overage => "no account, and the groups are not named",
        SignOnFault.Taken => "another account has the address",
        SignOnFault.Locked => "the account is locked",
        SignOnFault.Other => "it opens another account",
        _ => "the place in the invitation could not be taken",
    }}";
}
