namespace ImprovementBoard.Core.Access;

/// <summary>How a person signed in.</summary>
public enum SignInWay
{
    /// <summary>Email and password alone.</summary>
    Password,

    /// <summary>Password, then a code of the authenticator app.</summary>
    PasswordAndCode,

    /// <summary>Password, then a recovery code.</summary>
    PasswordAndRecoveryCode,

    /// <summary>A passkey, which asks for finger, face or PIN itself.</summary>
    Passkey,

    /// <summary>The council’s own sign-in, which proved no second step.</summary>
    SingleSignOn,

    /// <summary>The council’s own sign-in with a second step: one that its provider proved, or a code or passkey of the portal after it.</summary>
    SingleSignOnAndSecondStep,
}

/// <summary>What follows from the way a person signed in.</summary>
public static class SignInWays
{
    /// <summary>True where more was asked for than a password. A passkey is two factors by itself; the council’s sign-in is as strong as what its provider proves.</summary>
    public static bool IsStrong(this SignInWay way) => way is not (SignInWay.Password or SignInWay.SingleSignOn);

    /// <summary>True where the council’s provider said who it is.</summary>
    public static bool IsSingleSignOn(this SignInWay way) => way is SignInWay.SingleSignOn or SignInWay.SingleSignOnAndSecondStep;

    /// <summary>The way once a second step was taken here: <paramref name="otherwise"/> unless it began with the council’s sign-in.</summary>
    public static SignInWay And(this SignInWay first, SignInWay otherwise) => first.IsSingleSignOn() ? SignInWay.SingleSignOnAndSecondStep : otherwise;

    /// <summary>The way in words.</summary>
    public static string Words(this SignInWay way) => way switch
    {
        SignInWay.Password => "Password",
        SignInWay.PasswordAndCode => "Password and authenticator code",
        SignInWay.PasswordAndRecoveryCode => "Password and recovery code",
        SignInWay.Passkey => "Passkey",
        SignInWay.SingleSignOn => "Council account",
        _ => "Council account and a second step",
    };
}
