"""Pairs of names of organisations with the level that joins them, None for two bodies."""

import pytest

from crparse.language.organisations import parse_organisation
from crparse.resolution.linkage import compare
from crparse.resolution.organisation_levels import ORGANISATION_LEVELS, two_bodies


def level(left: str, right: str) -> str | None:
    one, other = parse_organisation(left), parse_organisation(right)
    match = compare(one, other, ORGANISATION_LEVELS)
    assert match == compare(other, one, ORGANISATION_LEVELS), "the order of the two must not matter"
    return match.level if match else None


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("ADEME", "ADEME", "exact"),
        ("Les Grillons du Bief", "LES GRILLONS DU BIEF", "case_accents"),
        ("C.C.V.O.", "CCVO", "case_accents"),
        ("la Ruche", "Ruche", "article"),
        ("GT Voirie", "Groupe de travail Voirie", "article"),
        ("DDT 38", "DDT38", "hyphen_space"),
        ("Zorg-ID", "ZorgID", "hyphen_space"),
        ("Communauté de communes du Val d'Ombre", "Communauté des communes Val d'Ombre", "link_words"),
        ("Mairie de Lormoy", "commune de Lormoy", "same_kind"),
        ("Conseil départemental de l'Orvanne", "Département de l'Orvanne", "same_kind"),
        ("Association Les Grillons", "Les Grillons", "kind_dropped"),
        ("SARL Dupré", "Dupré", "kind_dropped"),
        ("Dupré SAS", "Dupré", "legal_form"),
        ("Boulangerie Dupré SARL", "boulangerie Dupré", "legal_form"),
        ("garage Dupré", "société Dupré", "same_kind"),
        ("CCVO", "Communauté de communes du Val d'Ombre", "initials"),
        ("GT ZORG Friches", "GT Friches", "parent_dropped"),
        ("Cerema Ouest", "Cerema", "branch"),
        ("ADEME / friches", "ADEME", "unit"),
        ("DGX/BRX", "BRX", "unit"),
        ("Communauté de comunes du Val d'Ombre", "Communauté de communes du Val d'Ombre", "spelling"),
        ("ZROG", "ZORG", "spelling"),
        ("Lormoy Métropole", "métropole de Lormoy", "kind_turned"),
        ("Communauté d'agglomération de Lormoy", "Lormoy Agglomération", "kind_turned"),
        ("DDT 38 (Isère)", "DDT 38", "bracket"),
        ("DDT 08", "DDT des Ardennes", "department"),
        ("CAF de Lormoy", "Caisse d'allocations familiales de Lormoy", "initials_of_place"),
        ("bar associatif « La Marmite »", "La Marmite", "quoted_name"),
        ("laboratoire Zorglub", "Zorglub", "apposition"),
        ("Observatoire ZORG", "ZORG", "apposition"),
        ("Crédit Agricole", "Crédit Agricole Val d'Ombre", "shortened"),
        ("Région Armorique", "Armorique", "place_alone"),
        ("Coop scolaire", "Coopérative scolaire", "article"),
    ],
)
def test_same_body(left: str, right: str, expected: str) -> None:
    assert level(left, right) == expected


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("DDT 38", "DDT 83"),
        ("DREAL Bretagne", "DREAL"),
        ("CAF du Lot", "DRAC du Lot"),
        ("préfecture du Lot", "DDT du Lot"),
        ("université de Lormoy", "lycée de Lormoy"),
        ("hôpital de Lormoy", "EHPAD de Lormoy"),
        ("boulangerie Dupré", "garage Dupré"),
        ("comité des fêtes de Lormoy", "société de chasse de Lormoy"),
        ("DREAL Bretagne", "DREAL Normandie"),
        ("Mairie de Lormoy", "Mairie de Lorvay"),
        ("Ville de Lormoy", "Communauté de communes de Lormoy"),
        ("Conseil municipal de Lormoy", "commune de Lormoy"),
        ("Association Les Grillons", "Association Les Amis des Grillons"),
        ("Université de Lormoy", "Université de Lorvay"),
        ("Lycée Jean Moulin", "Collège Jean Moulin"),
        ("ZORG", "ZORB"),
        ("commission Travaux", "commission Écoles"),
        ("SDIS 76", "SDIS 77"),
        ("Lormoy Métropole", "métropole de Lorvay"),
        ("Lormoy Habitat", "métropole de Lormoy"),
        ("DDT 08", "DDT de la Marne"),
        ("DDT 08", "DREAL des Ardennes"),
        ("CAF de Lormoy", "Caisse d'allocations familiales de Lorvay"),
        ("commission Travaux", "Travaux"),
        ("Fédération ZORG", "ZORG"),
        ("DRAC Bretagne", "FRAC Bretagne"),
        ("Les Amis", "Les Amis du Bief"),
        ("lycée Armorique", "Armorique du Sud"),
    ],
)
def test_two_bodies(left: str, right: str) -> None:
    assert level(left, right) is None


def test_figures_tell_namesakes_apart() -> None:
    assert two_bodies(parse_organisation("DDT 12"), parse_organisation("DDT 13"))
    assert not two_bodies(parse_organisation("DDT 08"), parse_organisation("DDT8"))
    assert not two_bodies(parse_organisation("DDT"), parse_organisation("DDT 13"))
